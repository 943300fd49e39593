import type { ConnectionId, DocumentId, MemberId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import { CLOSE_CODES, type CloseReason } from '#shared/protocol/closeCodes.ts'
import { encodeAck, encodeRefusal } from '#shared/protocol/frames.ts'
import type { Carrier } from './carrier.ts'
import type { PresentMember } from './check/checkAwareness.ts'
import type { SessionLimits } from './sessionLimits.ts'
import { WriteFrameCount } from './writeFrameCount.ts'

/** What a session was let in with: good for one epoch, and until a moment. */
export interface Grant {
  readonly epoch: number
  /** null: no fact ends the right by itself. */
  readonly validUntil: Instant | null
}

export interface SessionFacts {
  readonly connectionId: ConnectionId
  readonly documentId: DocumentId
  readonly memberId: MemberId
  /** Of the sign-in, not of this connection. */
  readonly sessionId: string
  readonly user: PresentMember
}

export interface SessionPorts {
  readonly clock: Clock
  readonly limits: SessionLimits
  /** The epoch of rights as it is now. */
  readonly epoch: () => number
}

/** Since when the other side has been given no more changes, and what it surely had then. */
interface Behind {
  readonly stateVector: Uint8Array
  readonly since: Instant
}

/** One member at work on a document, by a socket or without one. Nothing leaves but through `send`, which lets nothing out once the right is in doubt. */
export class Session {
  readonly facts: SessionFacts
  readonly frames = new WriteFrameCount()
  readonly #carrier: Carrier
  readonly #ports: SessionPorts
  #grant: Grant
  #behind: Behind | null = null
  /** Unit: bytes. An answer that was asked for may wait beyond the limits until it has been taken. */
  #allowance = 0
  #isFed = false
  #isEnded = false
  #hasLeft = false
  #whenEnded: () => void = () => undefined
  #doubtedSince: Instant | null = null
  #isAsked = false
  #hasAnswered = false
  #askedAt: Instant
  #sentAt: Instant

  constructor(carrier: Carrier, { facts, grant }: { facts: SessionFacts; grant: Grant }, ports: SessionPorts) {
    this.facts = facts
    this.#carrier = carrier
    this.#ports = ports
    this.#grant = grant
    this.#sentAt = ports.clock.now()
    this.#askedAt = this.#sentAt
    carrier.guard(() => !this.isInDoubt)
  }

  /** True when nothing it sent is taken any more. What a client sent before it left by itself is taken, unless its right is in doubt. */
  get isEnded(): boolean {
    return this.#isEnded || (this.#hasLeft && this.isInDoubt)
  }

  /** True while rights have changed since it was judged, or its time is over. */
  get isInDoubt(): boolean {
    const { epoch, validUntil } = this.#grant
    return epoch !== this.#ports.epoch() || (validUntil !== null && validUntil <= this.#ports.clock.now())
  }

  /** Unit: bytes that the other side has not taken yet. */
  get bufferedBytes(): number {
    return this.#carrier.bufferedBytes
  }

  /** True when presence may go to it: a slow session is told of it when it has caught up. */
  get takesPresence(): boolean {
    return this.#isFed && this.#behind === null
  }

  /**
   * True when something it sent built on what has not come, or our first question could not leave; and no answer is on its
   * way, and the last question is long enough ago.
   */
  get isToBeAsked(): boolean {
    if (this.#isAsked || (this.#hasAnswered && !this.frames.hasGap)) return false
    const { clock, limits } = this.#ports
    return hasPassed(limits.askEveryMs, { since: this.#askedAt, now: clock.now() })
  }

  /** Judged anew: the right stands. */
  renew(grant: Grant): void {
    this.#grant = grant
    this.#doubtedSince = null
  }

  /** Sends one frame; false, and sends nothing, when the session may not have it. */
  send(bytes: Uint8Array): boolean {
    if (this.#isEnded || this.isInDoubt || !this.#carrier.isOpen) return false
    if (this.#isBeyond(this.#ports.limits.cutAboveBytes)) {
      this.#carrier.cut()
      return false
    }
    this.#sentAt = this.#ports.clock.now()
    this.#carrier.send(bytes)
    return true
  }

  sendAck(): void {
    this.send(encodeAck(this.frames.durable))
  }

  /** Asks, by our step 1, for all that the other side has and we lack. */
  ask(step1: Uint8Array): void {
    this.#isAsked = this.send(step1)
    this.#askedAt = this.#ports.clock.now()
  }

  /** True when it may be given the document, and has taken most of what it was given before. */
  get takesAnswer(): boolean {
    if (this.isEnded || this.isInDoubt) return false
    return this.bufferedBytes <= this.#ports.limits.resyncAboveBytes / 4
  }

  /** The other side has said what it has. */
  answered(): void {
    this.#isAsked = false
    this.#hasAnswered = true
  }

  /** Gives all that its client lacks; from then on it is fed each change. False when it may not have it now. */
  answer(step2: Uint8Array): boolean {
    if (!this.send(step2)) return false
    this.#allowance += step2.byteLength
    this.#isFed = true
    this.#behind = null
    return true
  }

  /** It could not be given what it lacks after `stateVector`, and is given that as soon as it may have it. */
  owe(stateVector: Uint8Array): void {
    this.#behind ??= { stateVector, since: this.#ports.clock.now() }
  }

  /** Sends a change to a session that is up to date; one that cannot have it now is given everything since `before` later. */
  feed(change: Uint8Array, before: () => Uint8Array): void {
    if (!this.takesPresence) return
    if (!this.#isBeyond(this.#ports.limits.resyncAboveBytes) && this.send(change)) return
    this.owe(before())
  }

  /** What it surely had, when it can be given the rest; null while it is up to date, or still slow. */
  caughtUp(): Uint8Array | null {
    if (this.#behind === null || this.isInDoubt) return null
    return this.#isBeyond(this.#ports.limits.resyncAboveBytes / 4) ? null : this.#behind.stateVector
  }

  /** Looks after time: ends a session that could not be judged, cuts one that does not drain, breaks a long silence. */
  tick(): void {
    const { clock, limits } = this.#ports
    const now = clock.now()
    this.#doubtedSince = this.isInDoubt ? (this.#doubtedSince ?? now) : null
    if (this.#doubtedSince !== null && hasPassed(limits.judgeWithinMs, { since: this.#doubtedSince, now }))
      this.end('overloaded')
    else if (this.#behind !== null && hasPassed(limits.cutAfterMs, { since: this.#behind.since, now }))
      this.#carrier.cut()
    else if (hasPassed(limits.silenceMs, { since: this.#sentAt, now })) this.sendAck()
  }

  /** A frame that no honest client sends: says which, and ends. */
  refuse(frameNumber: number): void {
    this.send(encodeRefusal({ code: CLOSE_CODES.badFrame, frameNumber }))
    this.end('badFrame')
  }

  /** Closes: nothing is sent, and nothing it sent is taken, from now on. */
  end(reason: CloseReason): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#carrier.close(reason)
    this.#whenEnded()
  }

  /** Calls `then` when the server ends the session. */
  onEnd(then: () => void): void {
    this.#whenEnded = then
  }

  /** What carried it is gone. */
  leave(): void {
    this.#hasLeft = true
  }

  /** True when more waits than `bytes`, and than is left to take of what was asked for. */
  #isBeyond(bytes: number): boolean {
    const { bufferedBytes } = this
    this.#allowance = Math.min(this.#allowance, bufferedBytes)
    return bufferedBytes > bytes + this.#allowance
  }
}
