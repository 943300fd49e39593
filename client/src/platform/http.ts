import type { ErrorDetail } from '#shared/core/appError.ts'
import { type FailureCode, RequestFailure } from './requestFailure.ts'
import { requestKeys } from './requestKeys.ts'

export type ChangeMethod = 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** A request whose body and answer are bytes. */
export interface CarryRequest {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly bytes?: Uint8Array
  readonly signal?: AbortSignal
  /** Told of each part of the answer that has come. */
  readonly onPart?: () => void
  /** True: it may outlive the page. */
  readonly keepalive?: boolean
}

/** What came back, whatever its status. */
export interface Carried {
  readonly status: number
  header(name: string): string
  readonly bytes: Uint8Array
}

/** Requests to our own server. What comes back has the type of `shared/api`: the server parses its answers before it sends them. */
export interface Http {
  /** Reads; a cancelled `signal` ends the wait. */
  get<Body>(path: string, signal?: AbortSignal): Promise<Body>
  /** Changes something; carries the token that shows the request comes from this page, and a key under which it is made once. */
  send<Body>(method: ChangeMethod, path: string, body?: object): Promise<Body>
  /** Carries bytes both ways, with the token as a change does. Throws: `noAnswer`, or what cancelled it; a status is an answer. */
  carry(request: CarryRequest): Promise<Carried>
  /** Keeps the token that the session's answer brought, and whose session it is: null for nobody's. */
  rememberToken(token: string, memberId?: string | null): void
}

const UNATTENDED = { 'X-Unattended': '1' }

interface ErrorBody {
  readonly error: FailureCode
  readonly detail: ErrorDetail
  readonly traceId: string
}

function failureOf(status: number, text: string): RequestFailure {
  try {
    const body: ErrorBody = JSON.parse(text)
    return new RequestFailure(body.error, body.detail, body.traceId)
  } catch {
    // A proxy's own error page is no JSON; for the reader it is a server that cannot answer now.
    return new RequestFailure(status >= 502 ? 'unavailable' : 'unexpected')
  }
}

/**
 * What an answer holds; null where the server says with a 201 or 204 that something is done. Throws: `noAnswer` where something on the way,
 * a network that asks to be joined first, answered in the server's place, be it with nothing.
 */
function bodyIn(text: string, mayBeEmpty: boolean) {
  try {
    return text === '' && mayBeEmpty ? null : JSON.parse(text)
  } catch {
    throw new RequestFailure('noAnswer')
  }
}

/** Unit: milliseconds without a part of it after which an answer comes no more: a line that breaks without a word keeps one waiting for a quarter of an hour. */
const SILENCE_MS = 60_000

/** Answers that have no body, though a browser may give them an empty one; none may be made with it. Source: the Fetch standard, null body status. */
const WITHOUT_BODY: readonly number[] = [204, 205, 304]

/** The same answer, which tells of each part that has come: over a thin line a long one is on its way for minutes. */
function followed(response: Response, onPart: () => void): Response {
  if (response.body === null || WITHOUT_BODY.includes(response.status)) return response
  const parts = new TransformStream<BufferSource, BufferSource>({
    transform(part, onward) {
      onPart()
      onward.enqueue(part)
    },
  })
  return new Response(response.body.pipeThrough(parts), response)
}

interface Wait {
  readonly signal: AbortSignal
  /** An answer has begun: its reader waits as long as it goes on. */
  readonly follow: (response: Response) => Response
  readonly end: () => void
}

/** A signal for as long as an answer may be silent, ended earlier by `cancelled`. */
export function waiting(cancelled?: AbortSignal, silentMs = SILENCE_MS): Wait {
  const wait = new AbortController()
  const stop = () => wait.abort()
  let timer = setTimeout(stop, silentMs)
  const goOn = () => {
    clearTimeout(timer)
    timer = setTimeout(stop, silentMs)
  }
  if (cancelled?.aborted === true) stop()
  cancelled?.addEventListener('abort', stop)
  return {
    signal: wait.signal,
    follow: (response) => followed(response, goOn),
    end() {
      clearTimeout(timer)
      cancelled?.removeEventListener('abort', stop)
    },
  }
}

/** What breaks off has not come, unless it was cancelled. */
const noAnswerUnless = (cancelled: AbortSignal | undefined) => (cause: unknown) => {
  throw cancelled?.aborted === true ? cause : new RequestFailure('noAnswer')
}

type Asked = Omit<RequestInit, 'signal'> & { readonly signal?: AbortSignal | undefined }

/** `isAttended`: somebody is at the page; what it reads without them keeps no session alive (AC7.4). */
export function createHttp(send: typeof fetch, isAttended = () => true): Http {
  let token = ''
  let sender: string | null = null
  const keys = requestKeys()

  /** Sends, and reads the answer to its end: what breaks off before that has not come. */
  async function answerTo<Read>(path: string, options: RequestInit, read: (response: Response) => Promise<Read>) {
    const response = await send(path, { credentials: 'same-origin', cache: 'no-store', ...options })
    return { response, body: await read(response) }
  }

  async function ask<Body>(path: string, { signal, ...options }: Asked): Promise<Body> {
    const wait = waiting(signal)
    const answer = answerTo(path, { ...options, signal: wait.signal }, (response) => wait.follow(response).text())
    const { response, body } = await answer.catch(noAnswerUnless(signal)).finally(wait.end)
    if (!response.ok) throw failureOf(response.status, body)
    return bodyIn(body, options.method !== undefined && response.status !== 200)
  }

  return {
    get: (path, signal) => ask(path, { signal, ...(isAttended() ? {} : { headers: UNATTENDED }) }),
    send(method, path, body) {
      const content = body === undefined ? {} : { body: JSON.stringify(body) }
      const headers = { 'X-CSRF-Token': token, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) }
      if (method !== 'POST') return ask(path, { method, headers, ...content })
      return keys.under(`${path} ${content.body}`, (key) =>
        ask(path, { method, headers: { ...headers, 'Idempotency-Key': key }, ...content }),
      )
    },
    async carry({ method, path, headers = {}, bytes, onPart = () => undefined, ...options }) {
      const asked: RequestInit = {
        ...{ method, ...options },
        headers: { 'X-CSRF-Token': token, ...headers },
        ...(bytes === undefined ? {} : { body: new Uint8Array(bytes) }),
      }
      const answer = answerTo(path, asked, (response) => followed(response, onPart).arrayBuffer())
      const { response, body } = await answer.catch(noAnswerUnless(options.signal))
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? '',
        bytes: new Uint8Array(body),
      }
    },
    rememberToken(next, memberId = null) {
      // Whoever signs in anew sends again what had no answer before, and it is made once.
      if (memberId !== null && memberId !== sender) {
        keys.forget()
        sender = memberId
      }
      token = next
    },
  }
}
