import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { encodeSyncStep1 } from '#shared/protocol/frames.ts'
import { ownTime } from '../ownTime.ts'
import { RawClient } from '../rawClient.ts'
import { until } from '../until.ts'
import { startGround } from './ground.ts'
import { type ProbedLatency, startProbe } from './probe.ts'

/** S-12: what a crowd that never signs in came to. */
export interface BeforeLoginReport {
  readonly sockets: number
  readonly leftOpen: number
  /** Unit: milliseconds from the first to the end of the last, without what the machine did for others. */
  readonly goneAfterMs: number
  readonly rssGrowthMiB: number
  readonly control: ProbedLatency
  readonly probe: ProbedLatency
  /** Of 200 step 1 of one member within a moment. */
  readonly answeredStep1: number
}

const MIB = 1_048_576
const CONTROL_MS = 2_000
const STEP1_COUNT = 200

/** A crowd of four kinds comes at once while two members edit: silent, slow, not signed in with 5 MiB, a body without end. */
export async function beforeLogin(sockets: number): Promise<BeforeLoginReport> {
  const ground = await startGround(2)
  const documentId = await ground.newDocument()
  const [writer, reader] = [ground.doorOf(0, documentId), ground.doorOf(1, documentId)]
  try {
    const controlling = await startProbe([writer, reader], ground.server.pid)
    await pause(CONTROL_MS)
    const control = await controlling.end()

    const [before, probing] = [await ground.residentMib(), await startProbe([writer, reader], ground.server.pid)]
    const gone = ownTime([ground.server.pid])
    const crowd = new Crowd(new URL(ground.server.address), documentId)
    for (let number = 0; number < sockets; number++) crowd.add(number)
    const answeredStep1 = await askAgainAndAgain(reader)
    const isGone = until(() => crowd.open === 0, 'the crowd is gone', 60_000)
    await isGone.catch(() => undefined)
    const goneAfterMs = gone()
    const rssGrowthMiB = (await ground.residentMib()) - before
    const probe = await probing.end()
    const leftOpen = crowd.open
    crowd.end()
    return { sockets, leftOpen, goneAfterMs, rssGrowthMiB, control, probe, answeredStep1 }
  } finally {
    await ground.stop()
  }
}

async function askAgainAndAgain(door: ConstructorParameters<typeof RawClient>[0]): Promise<number> {
  const client = new RawClient(door)
  await client.comeIn()
  const step1 = encodeSyncStep1(Y.encodeStateVector(new Y.Doc()))
  for (let count = 0; count < STEP1_COUNT; count++) client.send(step1)
  await client.roundTrip()
  await pause(1_000)
  const answered = client.frames.filter(({ kind }) => kind === 'syncStep2').length
  client.leave()
  return answered
}

class Crowd {
  readonly #server: URL
  readonly #documentId: string
  readonly #sockets = new Set<Socket>()
  readonly #dribbles: NodeJS.Timeout[] = []

  constructor(server: URL, documentId: string) {
    this.#server = server
    this.#documentId = documentId
  }

  get open(): number {
    return this.#sockets.size
  }

  add(number: number): void {
    const { port, hostname, host, origin } = this.#server
    const socket = connect(Number(port), hostname)
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.resume()
    const head = `Host: ${host}\r\nOrigin: ${origin}\r\n`
    const path = `/sync/${this.#documentId}`
    const kinds = [
      () => undefined,
      () => this.#dribble(socket, `GET / HTTP/1.1\r\n${head}X-Slow: `),
      () => {
        const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
        socket.write(`GET ${path} HTTP/1.1\r\n${head}${upgrade}Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`)
        socket.write(Buffer.alloc(5 * MIB))
      },
      () => {
        socket.write(`POST ${path}/session HTTP/1.1\r\n${head}Content-Length: ${5 * MIB}\r\n\r\n`)
        this.#dribble(socket, '')
      },
    ]
    kinds[number % kinds.length]?.()
  }

  end(): void {
    for (const dribble of this.#dribbles) clearInterval(dribble)
    for (const socket of this.#sockets) socket.destroy()
  }

  #dribble(socket: Socket, start: string): void {
    socket.write(start)
    this.#dribbles.push(setInterval(() => socket.write('a'), 500).unref())
  }
}
