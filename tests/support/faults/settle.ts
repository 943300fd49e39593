import { setTimeout as pause } from 'node:timers/promises'
import type { Participant } from '../participant.ts'
import { until } from '../until.ts'

/** Unit: milliseconds that the slowest of a crowd may take to have everything acknowledged. */
const SETTLE_MS = 60_000

/** Resolves when everybody has the document and everything acknowledged, and has received all that was sent before. */
export async function allSettled(participants: readonly Participant[]): Promise<void> {
  for (const participant of participants) {
    await until(
      () => participant.provider.synced && participant.acks.at(-1) === participant.sent,
      'everything is acknowledged',
      SETTLE_MS,
    )
  }
  // Fan-out comes after the ack; what the last ack's batch sends is in the network by the next round trip.
  for (let turn = 0; turn < 2; turn++) {
    await Promise.all(participants.map(backAndForth))
    await pause(20)
  }
}

/** Of one that was cut off a moment ago, when it is back. */
async function backAndForth(participant: Participant): Promise<void> {
  await until(() => participant.provider.synced, 'everybody is back', SETTLE_MS)
  await participant.roundTrip()
}

/** How many different documents the participants hold; 1 when all are equal. */
export const differentTexts = (participants: readonly Participant[]): number =>
  new Set(participants.map(({ text }) => text)).size
