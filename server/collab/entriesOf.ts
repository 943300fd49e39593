import type { Instant } from '#shared/core/time.ts'
import type { NewUpdate } from './batch.ts'
import type { JournalEntry } from './journal.ts'
import type { WaitingFrame } from './waitingFrame.ts'

/** The journal entries of checked frames, numbered on from `sequence`. */
export function entriesOf(
  kept: readonly (NewUpdate & { readonly frame: WaitingFrame })[],
  sequence: number,
  writtenAt: Instant,
): readonly JournalEntry[] {
  return kept.map(({ frame: { from, frameFrom, frameNumber, kind }, update }, index) => ({
    sequence: sequence + 1 + index,
    update,
    userId: from.facts.memberId,
    connectionId: from.facts.connectionId,
    // An answer to our step 1 brings what the frames with a gap before it meant too.
    frameFrom: kind === 'syncStep2' ? from.frames.durable + 1 : frameFrom,
    frameTo: frameNumber,
    writtenAt,
    isVoid: false,
  }))
}
