import * as Y from 'yjs'
import { digestOf } from '#shared/document/digest.ts'
import { encodeReplica } from '#shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import type { Timers } from './timers.ts'

export interface ReplicaCheckPorts {
  /** The provider's replica. */
  readonly doc: Y.Doc
  readonly timers: Timers
  /** True when the server has everything from here; while it has not, the two are not to be compared. */
  readonly isSettled: () => boolean
  readonly send: (frame: Uint8Array<ArrayBuffer>) => void
  /** Comes in anew, which gives each side what it lacks. */
  readonly connectAgain: () => void
}

/** Before the connection ends, what was reported has to go out. */
const CONNECT_AGAIN_MS = 1_000
const FRAME_HEAD_BYTES = 16

/** Compares the replica with what the server says it holds (KS14). */
export class ReplicaCheck {
  readonly #ports: ReplicaCheckPorts
  #differences = 0
  #isToComeAnew = false

  constructor(ports: ReplicaCheckPorts) {
    this.#ports = ports
  }

  /** True when it differs even after coming in anew: then the replica can only be thrown away. */
  get isForeign(): boolean {
    return this.#differences > 1
  }

  /** The server's digest of all that it sent before it. */
  check(sha256: Uint8Array): void {
    if (!this.#ports.isSettled() || this.#isToComeAnew) return
    if (isEqual(digestOf(this.#ports.doc), sha256)) {
      this.#differences = 0
      return
    }
    this.#differences++
    this.#ports.send(reportOf(this.#ports.doc))
    if (!this.isForeign) this.#comeAnew()
  }

  #comeAnew(): void {
    this.#isToComeAnew = true
    this.#ports.timers.after(CONNECT_AGAIN_MS, () => {
      this.#isToComeAnew = false
      this.#ports.connectAgain()
    })
  }
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, place) => byte === other[place])

/** The whole state, or the mere fact when that is too large to send. */
function reportOf(doc: Y.Doc): Uint8Array<ArrayBuffer> {
  const state = Y.encodeStateAsUpdate(doc)
  const fits = state.byteLength + FRAME_HEAD_BYTES <= MAX_FRAME_BYTES
  return new Uint8Array(encodeReplica(fits ? state : new Uint8Array(0)))
}
