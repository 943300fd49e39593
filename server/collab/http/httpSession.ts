import type { SignedIn } from '#server/access/signedIn.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import type { ClientParcel } from '#shared/protocol/parcels.ts'
import type { Intake } from '../intake.ts'
import { type Pace, TokenBucket } from '../tokenBucket.ts'
import type { HalfThere } from './inbox.ts'
import { Inbox } from './inbox.ts'
import type { PollCarrier } from './pollCarrier.ts'

/** A page that posts each keystroke and polls again after each answer stays far below. */
const REQUESTS: Pace = { perSecond: 60, atOnce: 300 }
/** How long the cookie of a request is good for the next one without being looked up again. */
const LOOK_UP_EVERY_MS = 10_000

export interface HttpSessionFacts {
  readonly documentId: DocumentId
  readonly carrier: PollCarrier
  readonly signedIn: SignedIn
}

/** A session without a WebSocket: what comes in by posts, what goes out by polls, and when it was last heard of. */
export class HttpSession {
  readonly facts: HttpSessionFacts
  readonly #clock: Clock
  readonly #inbox: Inbox
  readonly #requests: TokenBucket
  #intake: Intake | null = null
  #heardAt: Instant
  #lookedUp: { readonly cookie: string; readonly at: Instant } | null = null

  constructor(facts: HttpSessionFacts, halfThere: HalfThere, clock: Clock) {
    this.facts = facts
    this.#clock = clock
    this.#heardAt = clock.now()
    this.#inbox = new Inbox(halfThere, facts.carrier.maxFrameBytes)
    this.#requests = new TokenBucket(REQUESTS, clock.now())
    void facts.carrier.closed.then(() => this.#inbox.empty())
  }

  /** It has joined: from now on its frames are taken. */
  joined(intake: Intake): void {
    this.#intake = intake
  }

  /** Unit: milliseconds since the last request. */
  silentForMs(): number {
    return this.#clock.now() - this.#heardAt
  }

  /** A request has come; false when there are too many. */
  heard(): boolean {
    this.#heardAt = this.#clock.now()
    return this.#requests.take(1, this.#heardAt)
  }

  /** True when this cookie was found to be the session's a moment ago. */
  isKnown(cookie: string): boolean {
    if (this.#lookedUp?.cookie !== cookie) return false
    return this.#clock.now() - this.#lookedUp.at < LOOK_UP_EVERY_MS
  }

  foundToBe(cookie: string): void {
    this.#lookedUp = { cookie, at: this.#clock.now() }
  }

  /** Ends it for what it sent, or for how often. */
  expel(reason: 'badFrame' | 'tooLarge' | 'overBudget'): void {
    this.#intake?.expel(reason === 'badFrame' ? 'badParcel' : reason, reason)
  }

  /** Frames that come twice are taken once. */
  take(parcel: ClientParcel): void {
    const { carrier } = this.facts
    const intake = this.#intake
    if (intake === null || !carrier.isOpen) return
    const received = this.#inbox.take(parcel, (frame) => intake.take(frame))
    if (received === 'tooLarge') this.expel('tooLarge')
    else if (received === 'overloaded') carrier.close('overloaded')
    carrier.took(this.#inbox.taken)
  }
}
