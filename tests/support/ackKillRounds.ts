import { startGround } from './faults/ground.ts'
import { wordsOnServer } from './killRounds.ts'
import { KillWriter } from './killWriter.ts'
import { seededRandom } from './seededRandom.ts'

export interface AckKillReport {
  readonly seed: number
  readonly rounds: number
  readonly deletionCount: number
  /** Acts in which "saved" was told in the moment of the kill and which are not there after it. */
  readonly lost: readonly string[]
  /** Unit: milliseconds from the act to its acknowledgement. */
  readonly ackP99Ms: number
}

/**
 * One client types or deletes; in the same turn of its loop in which the ack is read, the server's process is killed. It is
 * started again on the same folder and asked for the document by somebody who has no copy.
 *
 * Cost: about one and a half seconds a round.
 */
export async function ackKillRounds({
  rounds,
  seed,
}: {
  readonly rounds: number
  readonly seed: number
}): Promise<AckKillReport> {
  const ground = await startGround(1)
  const door = ground.doorOf(0, await ground.newDocument())
  const writer = new KillWriter(door, '甲', seededRandom(seed))
  const lost: string[] = []
  const ackMs: number[] = []
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await writer.participant.settled()
      ackMs.push(await actAndKill(writer, ground.server.pid))
      await ground.server.kill()
      writer.cut()
      await ground.startAnew()
      const kept = await wordsOnServer(door)
      for (const { word, isDeletion } of writer.acts.slice(-1)) {
        if (kept.has(word) === isDeletion) lost.push(`${isDeletion ? '−' : '+'}${word}`)
      }
      writer.participant.provider.connect()
    }
  } finally {
    writer.participant.leave()
    await ground.stop()
  }
  const deletionCount = writer.acts.filter(({ isDeletion }) => isDeletion).length
  return {
    seed,
    rounds,
    deletionCount,
    lost,
    ackP99Ms: ackMs.toSorted((one, other) => one - other)[Math.floor(rounds * 0.99)] ?? 0,
  }
}

/** Resolves to how long the ack took, when the kill has been sent. */
function actAndKill(writer: KillWriter, pid: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const hear = writer.participant.onAck
  const startedAt = performance.now()
  writer.participant.onAck = (acked) => {
    hear(acked)
    if (writer.acts.at(-1)?.isAcknowledged !== true) return
    process.kill(pid, 'SIGKILL')
    writer.participant.onAck = hear
    resolve(performance.now() - startedAt)
  }
  writer.act()
  return promise
}
