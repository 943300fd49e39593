import { Participant } from '../participant.ts'
import { seededRandom } from '../seededRandom.ts'
import { type Ground, startGround } from './ground.ts'
import { allSettled } from './settle.ts'

export interface AckThenKillReport {
  readonly kills: number
  readonly deletions: number
  /** Changes that were called durable in the millisecond of the kill and were not there afterwards. */
  readonly lost: readonly string[]
  /** Unit: milliseconds from the edit to its ack. */
  readonly ackTimes: readonly number[]
}

/** One change in so many is a pure deletion, which no state vector can see. */
const DELETE_ONE_IN = 3

/**
 * One client changes one thing; the server is killed in the moment its ack arrives, starts anew, and is asked for it, again
 * and again.
 *
 * Cost: a start of the server a round.
 */
export async function ackThenKill({ kills, seed }: { readonly kills: number; readonly seed: number }) {
  const ground = await startGround(1)
  const documentId = await ground.newDocument()
  const random = seededRandom(seed)
  const report = { kills, deletions: 0, lost: [] as string[], ackTimes: [] as number[] }
  let expected = await begin(ground, documentId)
  for (let round = 0; round < kills; round++) {
    const isDeletion = expected.length > 2 && random.below(DELETE_ONE_IN) === 0
    if (isDeletion) report.deletions++
    const writer = new Participant(ground.doorOf(0, documentId))
    await allSettled([writer])
    report.ackTimes.push(await changeAndKill(ground, writer, isDeletion ? null : `第${round}回`))
    expected = writer.line().toString()
    writer.leave()
    await ground.startAnew()
    const kept = await lineOf(ground, documentId)
    if (kept !== expected) report.lost.push(`round ${round}: ${isDeletion ? 'a deletion' : 'an insertion'}`)
    expected = kept
  }
  await ground.stop()
  return report satisfies AckThenKillReport
}

async function begin(ground: Ground, documentId: string): Promise<string> {
  const writer = new Participant(ground.doorOf(0, documentId))
  await writer.synced()
  writer.type('始め')
  await writer.settled()
  writer.leave()
  return '始め'
}

/** Makes one change and kills the server in the handler of its ack. Unit: milliseconds until the ack. */
async function changeAndKill({ server }: Ground, writer: Participant, word: string | null): Promise<number> {
  const acknowledged = Promise.withResolvers<number>()
  const startedAt = performance.now()
  writer.onAck = (acked) => {
    if (acked !== writer.sent) return
    process.kill(server.pid, 'SIGKILL')
    acknowledged.resolve(performance.now() - startedAt)
  }
  if (word === null) writer.erase(1)
  else writer.type(word)
  const tookMs = await acknowledged.promise
  writer.provider.disconnect()
  await server.kill()
  return tookMs
}

async function lineOf(ground: Ground, documentId: string): Promise<string> {
  const reader = new Participant(ground.doorOf(0, documentId))
  await reader.synced()
  const line = reader.line().toString()
  reader.leave()
  return line
}
