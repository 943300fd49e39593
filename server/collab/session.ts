import type { WebSocket } from 'ws'
import type { ConnectionId, DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import { CLOSE_CODES, type CloseReason } from '#shared/protocol/closeCodes.ts'
import { encodeAck, encodeRefusal } from '#shared/protocol/frames.ts'
import type { PresentMember } from './check/checkAwareness.ts'
import type { SessionLimits } from './sessionLimits.ts'
import { WriteFrameCount } from './writeFrameCount.ts'

/** What a session was let in with; good for one epoch and until a moment. */
export interface Grant {
  readonly epoch: number
  /** null: no fact ends the right by itself. */
  readonly validUntil: Instant | null
}

export interface SessionFacts {
  readonly connectionId: ConnectionId
  readonly documentId: DocumentId
  readonly memberId: MemberId
  /** Of the sign-in, not of the socket. */
  readonly sessionId: string
  readonly user: PresentMember
  readonly grant: Grant
}

export interface SessionPorts {
  readonly clock: Clock
  readonly limits: SessionLimits
  /** The epoch of rights as it is now. */
  readonly epoch: () => number
}

/** Bytes since when the other side has been given nothing more, and what it surely had then. */
interface Behind {
  readonly stateVector: Uint8Array
  readonly since: Instant
}

/** One open socket on a document. Nothing leaves but through it, and it lets nothing out once the right is in doubt. */
export class Session {
  readonly facts: SessionFacts
  readonly frames = new WriteFrameCount()
  #grant: Grant
  #behind: Behind | null = null
  /** The bytes of an answer that was asked for may wait beyond the limit. */
  #allowanceBytes = 0
  #isFed = false
  #isEnded = false
  #hasLeft = false
  #doubtedSince: Instant | null = null
  #asks = false
  #askedAt: Instant
  #sentAt: Instant
  readonly #socket: WebSocket
  readonly #ports: SessionPorts

  constructor(socket: WebSocket, facts: SessionFacts, ports: SessionPorts) {
    this.facts = facts
    this.#socket = socket
    this.#ports = ports
    this.#grant = facts.grant
    this.#sentAt = ports.clock.now()
    this.#askedAt = this.#sentAt
  }

  /** True when nothing it sent is taken any more. What a client sent before it left by itself is taken, unless its right is in doubt. */
  get isEnded(): boolean {
    return this.#isEnded || (this.#hasLeft && this.isInDoubt)
  }

  /** Its socket is gone. */
  leave(): void {
    this.#hasLeft = true
  }

  /** True while rights have changed since it was judged, or its time is over. */
  get isInDoubt(): boolean {
    const { epoch, validUntil } = this.#grant
    return epoch !== this.#ports.epoch() || (validUntil !== null && validUntil <= this.#ports.clock.now())
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  get validUntil(): Instant | null {
    return this.#grant.validUntil
  }

  /** Judged anew: the right stands. */
  renew(grant: Grant): void {
    this.#grant = grant
    this.#doubtedSince = null
  }

  /** Sends one frame; false, and sends nothing, when the session may not have it. */
  send(bytes: Uint8Array): boolean {
    if (this.#isEnded || this.isInDoubt || this.#socket.readyState !== this.#socket.OPEN) return false
    if (this.bufferedBytes > this.#ports.limits.cutAboveBytes + this.#allowanceBytes) {
      this.#socket.terminate()
      return false
    }
    this.#sentAt = this.#ports.clock.now()
    this.#socket.send(bytes)
    return true
  }

  /** Asks, by our step 1, for all that the other side has and we lack. */
  ask(step1: Uint8Array): void {
    this.#asks = this.send(step1)
    this.#askedAt = this.#ports.clock.now()
  }

  /** The other side has said what it has. */
  answered(): void {
    this.#asks = false
  }

  /** True when something it sent built on what has not come, nothing is on its way, and the last question was long enough ago. */
  get isToBeAsked(): boolean {
    if (!this.frames.hasGap || this.#asks) return false
    return this.#ports.clock.now() - this.#askedAt >= this.#ports.limits.askEveryMs
  }

  sendAck(): void {
    this.send(encodeAck(this.frames.durable))
  }

  /** Answers a step 1 with all that its client lacks; from then on it is fed each change. */
  answer(bytes: Uint8Array): void {
    if (this.bufferedBytes === 0) this.#allowanceBytes = 0
    if (!this.send(bytes)) return
    this.#allowanceBytes += bytes.byteLength
    this.#isFed = true
    this.#behind = null
  }

  /** Sends a change to a session that is up to date; one that cannot have it now will be given everything since `before`. */
  feed(bytes: Uint8Array, before: () => Uint8Array): void {
    if (!this.#isFed || this.#behind !== null) return
    const isSlow = this.bufferedBytes > this.#ports.limits.resyncAboveBytes + this.#allowanceBytes
    if (!isSlow && this.send(bytes)) return
    this.#behind = { stateVector: before(), since: this.#ports.clock.now() }
  }

  /** True when presence may go to it: it shows itself again soon, so a slow session does without. */
  get takesPresence(): boolean {
    return this.#isFed && this.#behind === null
  }

  /** What it has surely been sent, when it can be fed again; null while it is up to date or still slow. */
  caughtUp(): Uint8Array | null {
    if (this.#behind === null || this.isInDoubt) return null
    return this.bufferedBytes <= this.#ports.limits.resyncAboveBytes / 4 ? this.#behind.stateVector : null
  }

  /** Looks after time: cuts a session that does not drain, ends one that could not be judged, breaks a long silence. */
  tick(now: Instant): void {
    const { limits } = this.#ports
    if (this.#isEnded) return
    this.#doubtedSince = this.isInDoubt ? (this.#doubtedSince ?? now) : null
    if (this.#doubtedSince !== null && now - this.#doubtedSince >= limits.judgeWithinMs) this.end('overloaded')
    else if (this.#isStuck(now)) this.#socket.terminate()
    else if (now - this.#sentAt >= limits.silenceMs) this.sendAck()
  }

  #isStuck(now: Instant): boolean {
    return this.#behind !== null && this.bufferedBytes > 0 && now - this.#behind.since >= this.#ports.limits.cutAfterMs
  }

  /** A frame that no honest client sends: says which, and ends. */
  refuse(frameNumber: number): void {
    this.send(encodeRefusal({ code: CLOSE_CODES.badFrame, frameNumber }))
    this.end('badFrame')
  }

  /** Closes the socket; nothing is sent and nothing it sent is taken from now on. */
  end(reason: CloseReason): void {
    if (this.#isEnded) return
    this.#isEnded = true
    closeSocket(this.#socket, reason)
  }
}

/** Unit: what ws allows for the other side to answer a close before it cuts is 30 s; rights have ended by then. */
export function closeSocket(socket: WebSocket, reason: CloseReason): void {
  socket.close(CLOSE_CODES[reason], reason)
}
