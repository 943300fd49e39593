import { demoMemberId } from '#shared/fixtures/demoMembers.ts'

/** What came back: read once, compared as often as needed. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: reason: a test looks into whatever the server sent
  readonly body: any
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Request {
  readonly method: Method
  readonly path: string
  readonly body?: unknown
  readonly headers?: { readonly [name: string]: string }
}

/** Someone at a browser: keeps cookies, carries the token of the last session answer, and comes from the server's own page. */
export class Visitor {
  readonly origin: string
  readonly #cookies = new Map<string, string>()
  #token = ''

  constructor(origin: string) {
    this.origin = origin
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The token of the last session answer. */
  get token(): string {
    return this.#token
  }

  /** As a browser would keep them for the server's address. */
  get cookies(): readonly { readonly name: string; readonly value: string; readonly url: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value, url: this.origin }))
  }

  set cookie(line: string) {
    this.#cookies.clear()
    for (const pair of line.split('; ')) {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      this.#cookies.set(name, value)
    }
  }

  /** Sends exactly what is given: no token and no Origin of its own. */
  async raw({ method, path, body, headers = {} }: Request): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    })
    this.#keep(response.headers.getSetCookie())
    const answered = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      headers: response.headers,
      text: answered,
      body: isJson ? JSON.parse(answered) : null,
    }
  }

  get(path: string): Promise<Answer> {
    return this.raw({ method: 'GET', path })
  }

  send(method: Method, path: string, body?: unknown): Promise<Answer> {
    return this.raw({ method, path, body, headers: { origin: this.origin, 'x-csrf-token': this.#token } })
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.send('POST', path, body)
  }

  /** Reads the session, and with it the token that changes must carry. */
  async readSession(): Promise<Answer> {
    return this.#withToken(await this.get('/api/session'))
  }

  async signIn(loginName: string, password: string): Promise<Answer> {
    await this.readSession()
    return this.#withToken(await this.post('/api/session', { loginName, password }))
  }

  async signInAsDemo(memberId: string): Promise<Answer> {
    await this.readSession()
    return this.#withToken(await this.post('/api/demo-session', { memberId }))
  }

  #withToken(answer: Answer): Answer {
    if (answer.status === 200) this.#token = answer.body.csrfToken
    return answer
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      this.#cookies.set(name, value)
    }
  }
}

/** One of the demo's people, by their letter, signed in. */
export async function demoVisitor(origin: string, letter: string): Promise<Visitor> {
  const visitor = new Visitor(origin)
  await visitor.signInAsDemo(demoMemberId(letter))
  return visitor
}
