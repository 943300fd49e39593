import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A network between two that a test can cut and mend. */
export interface TcpProxy {
  readonly port: number
  /** Ends every connection and takes no new one, as a cable that is pulled and a host that says so. */
  cut(): void
  /** Lets nothing through any more, in either direction, and says nothing, as a network that swallows. */
  stall(): void
  mend(): void
  stop(): Promise<void>
}

type State = 'whole' | 'cut' | 'stalled'

/** `delayOf` is asked, for each piece that comes from either side, how many milliseconds it is on its way; pieces keep their order. */
export async function startTcpProxy(targetPort: number, delayOf: (() => number) | null = null): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let state: State = 'whole'
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
    if (state === 'stalled') socket.pause()
  }
  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const far = connect(targetPort, '127.0.0.1')
    keep(near)
    keep(far)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', delayOf === null ? (bytes) => to.write(bytes) : lateTo(to, delayOf))
      from.once('close', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut'
      for (const socket of sockets) socket.destroy()
    },
    stall() {
      state = 'stalled'
      for (const socket of sockets) socket.pause()
    },
    mend() {
      const wasStalled = state === 'stalled'
      state = 'whole'
      if (wasStalled) for (const socket of sockets) socket.resume()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function lateTo(to: Socket, delayOf: () => number): (bytes: Buffer) => void {
  // One after the other: timers of two lengths that are due together may go off in the other order.
  let before = Promise.resolve()
  return (bytes) => {
    const dueAt = performance.now() + delayOf()
    before = before.then(async () => {
      await pause(Math.max(0, dueAt - performance.now()))
      to.write(bytes)
    })
  }
}
