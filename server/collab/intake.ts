import { createDecoder, hasContent, readVarUint } from 'lib0/decoding'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { type ClientFrame, decodeClientFrame, FRAME_TAGS, type OwnClientFrame } from '#shared/protocol/frames.ts'
import { checkAwareness } from './check/checkAwareness.ts'
import { type ExpelPorts, expel } from './expel.ts'
import type { Room } from './room.ts'
import type { Session } from './session.ts'
import type { SessionLimits } from './sessionLimits.ts'
import { TokenBucket } from './tokenBucket.ts'

export interface IntakePorts extends ExpelPorts {
  readonly clock: Clock
  readonly limits: SessionLimits
  /** Unit: bytes of the largest frame that its way takes. */
  readonly maxFrameBytes: number
  /** A page says that it holds another document, and which. */
  readonly onReplica: (room: Room, session: Session, state: Uint8Array) => void
}

type WriteFrame = Extract<ClientFrame, { readonly update: Uint8Array }>

/** Takes what one session sends: budget, then envelope, then what the frame is about. The first failure ends the session. */
export class Intake {
  readonly #session: Session
  readonly #room: Room
  readonly #ports: IntakePorts
  readonly #bytes: TokenBucket
  readonly #frames: TokenBucket
  readonly #presenceFrames: TokenBucket
  /** The newest step 1 that waits for its turn: an answer costs the whole document at worst. */
  #step1: Uint8Array | null = null
  #answeredAt: Instant | null = null

  constructor(session: Session, room: Room, ports: IntakePorts) {
    this.#session = session
    this.#room = room
    this.#ports = ports
    const now = ports.clock.now()
    this.#bytes = new TokenBucket(ports.limits.bytes, now)
    this.#frames = new TokenBucket(ports.limits.frames, now)
    this.#presenceFrames = new TokenBucket(ports.limits.presenceFrames, now)
  }

  /** One frame, untrusted. */
  take(bytes: Uint8Array): void {
    if (this.#session.isEnded) return
    if (!this.#isWithinBudget(bytes)) {
      this.expel('overBudget', 'overBudget')
      return
    }
    const decoded = decodeClientFrame(bytes, this.#ports.maxFrameBytes)
    if (decoded.ok) this.#takeFrame(decoded.frame)
    else this.expel(decoded.fault, decoded.fault === 'tooLarge' ? 'tooLarge' : 'badFrame')
  }

  /** Ends the session for what it sent, be it a frame or not. */
  expel(fault: string, reason: CloseReason = 'badFrame'): void {
    if (this.#session.isEnded) return
    expel(this.#session, { frameNumber: this.#session.frames.received, fault, reason }, this.#ports)
  }

  #takeFrame(frame: OwnClientFrame): void {
    if (frame.kind === 'replica') this.#ports.onReplica(this.#room, this.#session, frame.state)
    else if (frame.kind === 'awareness') this.#takePresence(frame.states)
    else if (frame.kind === 'syncStep1') this.#takeStep1(frame.stateVector)
    else this.#takeWrite(frame)
  }

  /** Answers the step 1 that waits, when it may be answered by now. */
  tick(): void {
    const { clock, limits } = this.#ports
    if (this.#step1 === null || !this.#session.takesAnswer) return
    const now = clock.now()
    if (this.#answeredAt !== null && !hasPassed(limits.step1EveryMs, { since: this.#answeredAt, now })) return
    const stateVector = this.#step1
    this.#step1 = null
    this.#answeredAt = now
    this.#room.answer(this.#session, stateVector)
  }

  #takeWrite({ kind, update }: WriteFrame): void {
    const frameNumber = this.#session.frames.receive()
    this.#room.receive({ from: this.#session, frameFrom: frameNumber, frameNumber, kind, update })
  }

  #takeStep1(stateVector: Uint8Array): void {
    if (isStateVector(stateVector, this.#room.document.authorCount + MAX_UNHEARD)) {
      this.#step1 = stateVector
      this.tick()
    } else this.expel('badStateVector')
  }

  #takePresence(states: Uint8Array): void {
    const verdict = checkAwareness(states, this.#room.presences.ownTest(this.#session))
    if (verdict.verdict === 'refused') this.expel(verdict.fault)
    else if (verdict.verdict === 'presence') this.#room.presences.show(this.#session, verdict.presence)
  }

  #isWithinBudget(bytes: Uint8Array): boolean {
    const now = this.#ports.clock.now()
    const frames = bytes[0] === FRAME_TAGS.awareness ? this.#presenceFrames : this.#frames
    return frames.take(1, now) && this.#bytes.take(bytes.byteLength, now)
  }
}

/** Unit: client ids that a page may have got on with and this node has not heard of: its own, and those of people at another node. */
const MAX_UNHEARD = 1_000

/**
 * Pairs of a client id and a clock, `mostIds` of them at most, their count before them. Of as many as a frame holds the answer
 * alone would keep everybody waiting for a third of a second.
 */
function isStateVector(bytes: Uint8Array, mostIds: number): boolean {
  const decoder = createDecoder(bytes)
  try {
    const count = readVarUint(decoder)
    if (count > mostIds) return false
    for (let left = 2 * count; left > 0; left--) readVarUint(decoder)
    return !hasContent(decoder)
  } catch {
    // lib0 signals a short buffer by throwing; for us that is an answer.
    return false
  }
}
