import type { Hints } from '#client/platform/hints.ts'
import { waiting } from '#client/platform/http.ts'
import type { ExtractFace, ExtractUse, ExtractView } from '#shared/api/documents.ts'
import type { ErrorDetail } from '#shared/core/appError.ts'
import type { ExtractNode } from '#shared/document/extract.ts'
import { repeatedly } from './repeatedly.ts'

export type ExtractState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly blocks: readonly ExtractNode[]; readonly isStale: boolean }
  /** Nobody is signed in, or the sign-in has ended: it is shown again after the next. */
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'ended' }
  /** Enough was taken out within the hour. Unit: minutes until it is shown. */
  | { readonly kind: 'tooMany'; readonly minutes: number }

export interface ExtractFeed {
  readonly subscribe: (listener: () => void) => () => void
  readonly state: () => ExtractState
}

/** Unit: milliseconds between questions while nobody tells of changes. An unchanged extract costs no body. */
const ASK_MS = 1_000
/** As above while hints come: a hint may be lost, and then this is how long it takes. */
const ASK_ANYWAY_MS = 10_000
/** As above: an answer that is silent for so long comes no more. A room looks at what is shown, and nobody at the page. */
const SILENCE_MS = 30_000
const NO_CHANGE = 304
const SIGNED_OUT = 401
const TOO_MANY = 429
const RIGHT_ENDED: readonly number[] = [403, 404]

/** What stands before the server, and answers while it starts anew, has pages of its own: they say nothing of rights. */
const isOurs = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('application/json') === true

/** Which extract. */
export interface ExtractOf {
  readonly documentId: string
  readonly face: ExtractFace
  readonly use?: ExtractUse
}

export interface ExtractFeedPorts {
  readonly ask: typeof fetch
  readonly hints: Hints
}

/** Too many requests of all kinds are over in a moment; what says how many minutes is the hour of what is taken out. */
async function minutesIn(answer: Response): Promise<number | null> {
  const { detail }: { readonly detail: ErrorDetail } = await answer.json()
  return typeof detail.minutes === 'number' ? detail.minutes : null
}

/** What an answer says of the extract; null where it says nothing new of it. */
async function stateIn(answer: Response): Promise<ExtractState | null> {
  if (answer.ok) {
    const { blocks }: ExtractView = await answer.json()
    return { kind: 'read', blocks, isStale: false }
  }
  if (!isOurs(answer)) return null
  if (answer.status === SIGNED_OUT) return { kind: 'signedOut' }
  if (RIGHT_ENDED.includes(answer.status)) return { kind: 'ended' }
  const minutes = answer.status === TOO_MANY ? await minutesIn(answer) : null
  return minutes === null ? null : { kind: 'tooMany', minutes }
}

/**
 * Asks for the extract while somebody listens and the page can be seen: whenever a hint says that it has changed, and now and
 * then by itself. Readers are promised a change within a second; unchanged answers carry nothing.
 */
export function extractFeed(
  { documentId, face, use = 'page' }: ExtractOf,
  { ask, hints }: ExtractFeedPorts,
): ExtractFeed {
  const path = `/api/documents/${documentId}/extract?face=${face}&use=${use}`
  const listeners = new Set<() => void>()
  let state: ExtractState = { kind: 'reading' }
  let tag: string | null = null

  const set = (next: ExtractState): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const setStale = (isStale: boolean): void => {
    if (state.kind === 'read' && state.isStale !== isStale) set({ ...state, isStale })
  }
  async function take(answer: Response): Promise<void> {
    const next = await stateIn(answer)
    if (next === null || (next.kind === 'tooMany' && state.kind === 'read'))
      return setStale(answer.status !== NO_CHANGE)
    tag = next.kind === 'read' ? answer.headers.get('ETag') : null
    set(next)
  }
  async function read(): Promise<void> {
    const headers: HeadersInit = tag === null ? {} : { 'If-None-Match': tag }
    const wait = waiting(undefined, SILENCE_MS)
    const options: RequestInit = { credentials: 'same-origin', cache: 'no-store', headers, signal: wait.signal }
    await ask(path, options).then(wait.follow).then(take).finally(wait.end)
  }
  async function turn(): Promise<number | null> {
    try {
      if (document.visibilityState === 'visible') await read()
    } catch {
      // No answer is an answer here: what was read last stays, and the page says so.
      setStale(true)
    }
    if (state.kind === 'ended') return null
    return hints.isLive() || state.kind === 'signedOut' ? ASK_ANYWAY_MS : ASK_MS
  }
  function begin(): () => void {
    const asking = repeatedly(turn)
    const stopListening = hints.listen(documentId, asking.now)
    // Behind another page nothing is asked: what comes to the front may be long out of date.
    document.addEventListener('visibilitychange', asking.now)
    return () => {
      asking.stop()
      stopListening()
      document.removeEventListener('visibilitychange', asking.now)
    }
  }
  let stop: () => void = () => undefined

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) stop = begin()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    state: () => state,
  }
}
