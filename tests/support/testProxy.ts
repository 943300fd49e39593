import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** What stands between people and the server in a town hall. A test changes it while it runs. */
export interface ProxyManners {
  /** The port of this machine that it stands before. */
  target: number
  /** What becomes of a request to upgrade to a WebSocket. */
  upgrades: 'pass' | 'refuse' | 'hang'
  /** Unit: milliseconds after which a passed socket is cut, whatever it is doing; null: never. */
  cutSocketsAfterMs: number | null
  /** Unit: milliseconds that each request and each of its answers is on its way. */
  delayMs: number
  /** Asked for each answered request; true: the answer is lost on its way back. */
  losesAnswer: (path: string) => boolean
}

export interface TestProxy {
  readonly port: number
  readonly manners: ProxyManners
  /** Upgrades asked for since the start. */
  readonly upgradeCount: () => number
  /** Paths of requests, with their methods, in the order they came. */
  readonly requests: readonly string[]
  /** From now on nothing passes either way, and nobody is told: a network that went away silently. */
  freeze(): void
  stop(): Promise<void>
}

const POLITE: Omit<ProxyManners, 'target'> = {
  upgrades: 'pass',
  cutSocketsAfterMs: null,
  delayMs: 0,
  losesAnswer: () => false,
}

/** Starts a proxy before the server that listens on `target` of this machine. */
export async function startProxy(target: number, manners: Partial<ProxyManners> = {}): Promise<TestProxy> {
  const own: ProxyManners = { target, ...POLITE, ...manners }
  const passed = new Set<Socket>()
  const requests: string[] = []
  let upgrades = 0
  let isFrozen = false
  const server = createServer((asked, answer) => {
    requests.push(`${asked.method} ${asked.url}`)
    if (isFrozen) return
    setTimeout(() => forward({ own, isFrozen: () => isFrozen }, asked, answer), own.delayMs)
  })
  server.on('connection', (socket) => {
    passed.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => passed.delete(socket))
  })
  server.on('upgrade', (asked, near: Socket, head: Buffer) => {
    upgrades++
    near.on('error', () => undefined)
    if (isFrozen) return
    if (own.upgrades === 'refuse') near.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    if (own.upgrades === 'pass') tunnel(asked, near, { head, target: own.target, cutAfterMs: own.cutSocketsAfterMs })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    manners: own,
    upgradeCount: () => upgrades,
    requests,
    freeze() {
      isFrozen = true
      for (const socket of passed) {
        socket.unpipe()
        socket.pause()
        socket.removeAllListeners('data')
      }
    },
    async stop() {
      for (const socket of passed) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Forwarding {
  readonly own: ProxyManners
  readonly isFrozen: () => boolean
}

function forward({ own, isFrozen }: Forwarding, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, url: path, headers } = asked
  const onward = request({ port: own.target, host: '127.0.0.1', method, path, headers }, (answered) => {
    const parts: Buffer[] = []
    answered.on('data', (part: Buffer) => parts.push(part))
    answered.on('end', () => {
      setTimeout(() => {
        if (isFrozen()) return
        if (own.losesAnswer(path ?? '')) answer.destroy()
        else answer.writeHead(answered.statusCode ?? 502, answered.headers).end(Buffer.concat(parts))
      }, own.delayMs)
    })
    answered.on('error', () => answer.destroy())
  })
  onward.on('error', () => {
    if (!answer.headersSent) answer.writeHead(502).end()
  })
  answer.once('close', () => {
    if (!isFrozen()) onward.destroy()
  })
  asked.pipe(onward)
}

interface Tunnel {
  readonly head: Buffer
  readonly target: number
  readonly cutAfterMs: number | null
}

function tunnel(asked: IncomingMessage, near: Socket, { head, target, cutAfterMs }: Tunnel): void {
  const far = connect(target, '127.0.0.1', () => {
    const lines = Array.from({ length: asked.rawHeaders.length / 2 }, (_, index) =>
      asked.rawHeaders.slice(index * 2, index * 2 + 2).join(': '),
    )
    far.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    far.write(head)
    far.pipe(near)
    near.pipe(far)
  })
  far.on('error', () => near.destroy())
  far.once('close', () => near.destroy())
  near.once('close', () => far.destroy())
  if (cutAfterMs !== null) setTimeout(() => near.destroy(), cutAfterMs).unref()
}
