import type { ReadAnswer } from './check/readUpdate.ts'
import type { Session } from './session.ts'
import type { WriteFrameKind } from './writeFrameCount.ts'

/** A write frame that has arrived and waits for its turn. */
export interface WaitingFrame {
  readonly from: Session
  /** Below `frameNumber` when it stands for several that came one after another. */
  readonly frameFrom: number
  readonly frameNumber: number
  readonly kind: WriteFrameKind
  readonly update: Uint8Array
  /** What a large one says, read before its turn. */
  readonly answer?: ReadAnswer
}

/** Unit: bytes of an update without structs and without deletions. */
const NOTHING_LENGTH = 2

/** False for the answer of a page that opens a document for the first time: it has nothing. */
export const bringsSomething = ({ update }: WaitingFrame): boolean => update.byteLength > NOTHING_LENGTH
