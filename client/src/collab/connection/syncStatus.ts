import type { Instant } from '#shared/core/time.ts'

/** `saved` means the server's journal holds everything typed here (rule KS5 has all five). */
export type SyncStatus = 'composing' | 'sending' | 'unsaved' | 'offline' | 'saved'

/** Unit: milliseconds an edit may wait for its ack before the sign says so; with the time between two looks it is under three seconds. */
export const ACK_PATIENCE_MS = 2_750

/** Unit: milliseconds without any frame after which a socket is taken for dead; a living server speaks every ten seconds. */
export const SILENCE_MS = 20_000

/** True when a socket is to be taken for dead; a frame from a time to come was heard before this machine's clock was put back. */
export const isSilent = (lastFrameAt: Instant, now: Instant): boolean => Math.abs(now - lastFrameAt) >= SILENCE_MS

export interface SyncFacts {
  readonly socketOpen: boolean
  readonly browserOffline: boolean
  readonly composing: boolean
  readonly lastFrameAt: Instant
  readonly oldestEditAt: Instant | null
}

/**
 * What may be said at `now`. An open socket that answers nothing to an edit for three seconds counts as no socket. How long an
 * edit of a time to come has waited, since this machine's clock was put back, nobody knows.
 */
export function syncStatusAt(facts: SyncFacts, now: Instant): SyncStatus {
  const { oldestEditAt, lastFrameAt } = facts
  if (facts.browserOffline || !facts.socketOpen || isSilent(lastFrameAt, now)) return 'offline'
  if (oldestEditAt !== null && Math.abs(now - oldestEditAt) >= ACK_PATIENCE_MS) {
    return lastFrameAt <= oldestEditAt ? 'offline' : 'unsaved'
  }
  if (facts.composing) return 'composing'
  return oldestEditAt === null ? 'saved' : 'sending'
}
