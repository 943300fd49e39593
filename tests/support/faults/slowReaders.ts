import { setTimeout as pause } from 'node:timers/promises'
import { Participant } from '../participant.ts'
import { until } from '../until.ts'
import { startGround } from './ground.ts'

/** S-13: what readers that stop reading came to. */
export interface SlowReadersReport {
  readonly readers: number
  readonly broadcastMiB: number
  readonly mostBufferedMiB: number
  /** Unit: milliseconds from the end of the writing until the server has cut the last of them. */
  readonly cutAfterMs: number
  readonly rssGrowthMiB: number
  /** At the lowest within half a minute of their all being back. */
  readonly rssLeftMiB: number
  readonly differing: number
}

const MIB = 1_048_576
const PIECE_BYTES = 400 * 1_024
const WITHIN_MS = 30_000

/** `readers` stop reading while `writtenMiB` is written; afterwards they read on and come back. */
export async function slowReaders(readers: number, writtenMiB: number): Promise<SlowReadersReport> {
  const ground = await startGround(2)
  const documentId = await ground.newDocument()
  const writer = new Participant(ground.doorOf(0, documentId))
  const witness = new Participant(ground.doorOf(0, documentId))
  const stuck = Array.from({ length: readers }, () => new Participant(ground.doorOf(1, documentId)))
  const all = [writer, witness, ...stuck]
  const bufferedMiB = async () => ((await ground.metrics()).get('tsunagi_bufferedBytes') ?? 0) / MIB
  try {
    for (const one of all) await one.settled()
    const before = await ground.residentMib()
    for (const one of stuck) one.stopReading()
    let [mostBufferedMiB, highest] = [0, before]
    const look = async () => {
      mostBufferedMiB = Math.max(mostBufferedMiB, await bufferedMiB())
      highest = Math.max(highest, await ground.residentMib())
    }
    for (let written = 0; written < writtenMiB * MIB; written += PIECE_BYTES) {
      writer.type('あ'.repeat(PIECE_BYTES / 3))
      writer.erase(Number.MAX_SAFE_INTEGER)
      await writer.settled()
      await look()
    }
    const writtenAt = performance.now()
    writer.type('最後まで')
    await witness.reads('最後まで')
    const cutAfterMs = (await sockets(ground, 2, look)) - writtenAt
    for (const one of stuck) one.goOnReading()
    for (const one of stuck) await until(() => one.text.includes('最後まで'), 'a reader is back', WITHIN_MS)
    const rssLeftMiB = await lowestWithin(async () => (await ground.residentMib()) - before)
    const differing = new Set(all.map(({ text }) => text)).size - 1
    const broadcastMiB = writtenMiB * readers
    return { readers, broadcastMiB, mostBufferedMiB, cutAfterMs, rssGrowthMiB: highest - before, rssLeftMiB, differing }
  } finally {
    for (const one of all) one.leave()
    await ground.stop()
  }
}

/** The moment at which only `left` sockets are open. */
async function sockets(ground: Awaited<ReturnType<typeof startGround>>, left: number, look: () => Promise<void>) {
  const end = performance.now() + WITHIN_MS
  while (((await ground.metrics()).get('tsunagi_sockets') ?? 0) > left && performance.now() < end) {
    await look()
    await pause(200)
  }
  return performance.now()
}

async function lowestWithin(look: () => Promise<number>): Promise<number> {
  const end = performance.now() + WITHIN_MS
  let lowest = Number.POSITIVE_INFINITY
  while (performance.now() < end) {
    lowest = Math.min(lowest, await look())
    await pause(1_000)
  }
  return lowest
}
