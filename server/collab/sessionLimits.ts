import type { Pace } from './tokenBucket.ts'

/** How much one session may send, and how far behind it may fall. */
export interface SessionLimits {
  /** Unit: sync frames. An editor that autorepeats a key sends about 60 a second. */
  readonly frames: Pace
  /** Unit: presence frames. Stock providers echo each one they receive, and a room sends at most twenty a second. */
  readonly presenceFrames: Pace
  /** Unit: bytes of all frames. */
  readonly bytes: Pace
  /** Unit: bytes not yet taken by the other side; above it the session is fed no more until it has caught up. */
  readonly resyncAboveBytes: number
  /** Unit: as above; above it the session is cut. */
  readonly cutAboveBytes: number
  readonly cutAfterMs: number
  /** After so long without a frame of ours the current ack goes out again: y-websocket leaves after 30 s of silence. */
  readonly silenceMs: number
  readonly pingEveryMs: number
  /** A session that has not been heard of for so long is gone, whatever the network says; it is looked at as often as it is pinged. */
  readonly goneAfterMs: number
  /** A step 1 costs its answer, the whole document at worst. */
  readonly step1EveryMs: number
  /** How often we ask for what a gap lacks. */
  readonly askEveryMs: number
  /**
   * How long a session may wait to be judged anew after rights have changed. Looked at every 250 ms, from the first look on: it
   * is closed within a second, and never for one long turn of the server's own.
   */
  readonly judgeWithinMs: number
}

const MIB = 1_048_576

export const SESSION_LIMITS: SessionLimits = {
  frames: { perSecond: 120, atOnce: 600 },
  presenceFrames: { perSecond: 120, atOnce: 600 },
  bytes: { perSecond: 2 * MIB, atOnce: 8 * MIB },
  resyncAboveBytes: 4 * MIB,
  cutAboveBytes: 8 * MIB,
  cutAfterMs: 10_000,
  silenceMs: 10_000,
  pingEveryMs: 10_000,
  goneAfterMs: 30_000,
  step1EveryMs: 5_000,
  askEveryMs: 1_000,
  judgeWithinMs: 450,
}
