import type { CloseReason } from '#shared/protocol/closeCodes.ts'

/** What carries the frames of one session: a WebSocket, or posts and polls. A session does not know which. */
export interface Carrier {
  /** What its client offered when it came: schema and generation. */
  readonly subprotocol: string
  /** Unit: bytes of the largest frame it takes. */
  readonly maxFrameBytes: number
  /** False once it is being closed, by whichever side. */
  readonly isOpen: boolean
  /** Unit: bytes that the other side has not taken yet. */
  readonly bufferedBytes: number
  /** Resolves when it is gone: nothing goes out or comes in any more. */
  readonly closed: Promise<void>
  /** Sends one frame; does nothing when it is not open. */
  send(bytes: Uint8Array): void
  /** Says why and closes; is gone within a second, whether or not the other side answers. */
  close(reason: CloseReason): void
  /** Is gone at once, without a word. */
  cut(): void
  /** Delivers nothing while `mayDeliver` says no: the right of the session is in doubt. */
  guard(mayDeliver: () => boolean): void
}
