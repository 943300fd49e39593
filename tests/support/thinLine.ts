import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface ThinLine {
  readonly port: number
  stop(): Promise<void>
}

/** Unit: milliseconds between two portions. */
const PORTION_EVERY_MS = 100
/** A line before the server on `target` that carries so many bytes a second to each connection, as a phone's that has used up its month. */
export async function startThinLine(target: number, bytesPerSecond: number): Promise<ThinLine> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.once('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near.pipe(far)
    const portions = setInterval(() => {
      const bytes: Buffer | null = far.read((bytesPerSecond * PORTION_EVERY_MS) / 1_000) ?? far.read()
      if (bytes !== null) near.write(bytes)
    }, PORTION_EVERY_MS)
    far.once('close', () => clearInterval(portions))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
