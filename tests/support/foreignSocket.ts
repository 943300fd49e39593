import * as Y from 'yjs'
import { messageOf, OPEN } from '#client/collab/connection/frameSocket.ts'
import { encodeAck, encodeDigest, encodeSyncStep1, encodeSyncStep2, isWriteFrame } from '#shared/protocol/frames.ts'

/** A server that calls everything saved, and says half a second after it opened that it holds something else. */
export class ForeignSocket {
  /** The one that was opened last. */
  static last: ForeignSocket | null = null
  readonly OPEN = OPEN
  readonly readyState = OPEN
  onopen: (() => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: { readonly code: number }) => void) | null = null
  #written = 0

  constructor() {
    ForeignSocket.last = this
    setTimeout(() => {
      this.onopen?.()
      this.#tell(encodeSyncStep1(Y.encodeStateVector(new Y.Doc())))
      this.#tell(encodeSyncStep2(Y.encodeStateAsUpdate(new Y.Doc())))
    })
    setTimeout(() => this.#tell(encodeDigest(new Uint8Array(32))), 500)
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (isWriteFrame(frame)) this.#tell(encodeAck(++this.#written))
  }

  close(): void {
    this.onclose?.({ code: 1000 })
  }

  #tell(frame: Uint8Array): void {
    this.onmessage?.(messageOf(new Uint8Array(frame)))
  }
}
