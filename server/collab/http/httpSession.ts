import type { SignedIn } from '#server/access/signedIn.ts'
import type { Timers } from '#server/platform/timers.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { ClientParcel } from '#shared/protocol/parcels.ts'
import type { Intake } from '../intake.ts'
import { type Pace, TokenBucket } from '../tokenBucket.ts'
import type { HalfThere } from './inbox.ts'
import { Inbox } from './inbox.ts'
import type { PollCarrier } from './pollCarrier.ts'

/** On a fast network a key that is held down makes three requests each time: its change, its caret, and the poll after its ack. */
const REQUESTS: Pace = { perSecond: 240, atOnce: 600 }
/** A page posts one body after another; one that was cut off may still be on its way when it is sent again. */
const BODIES_AT_ONCE = 4
/** How long the cookie of a request is good for the next one without being looked up again. */
const LOOK_UP_EVERY_MS = 10_000

export interface HttpSessionFacts {
  readonly documentId: DocumentId
  readonly carrier: PollCarrier
  readonly signedIn: SignedIn
}

export interface HttpSessionPorts {
  readonly clock: Clock
  readonly timers: Timers
}

/** A session without a WebSocket: what comes in by posts, what goes out by polls, and when it was last heard of. */
export class HttpSession {
  readonly facts: HttpSessionFacts
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #inbox: Inbox
  readonly #requests: TokenBucket
  /** What gives up each body that is being read. */
  readonly #bodies = new Set<() => void>()
  #intake: Intake | null = null
  #heardAt: number
  #lookedUp: { readonly cookie: string; readonly at: Instant } | null = null

  constructor(facts: HttpSessionFacts, halfThere: HalfThere, { clock, timers }: HttpSessionPorts) {
    this.facts = facts
    this.#clock = clock
    this.#timers = timers
    this.#heardAt = timers.elapsedMs()
    this.#inbox = new Inbox(halfThere, facts.carrier.maxFrameBytes)
    this.#requests = new TokenBucket(REQUESTS, clock.now())
    void facts.carrier.closed.then(() => {
      this.#inbox.empty()
      for (const giveUp of this.#bodies) giveUp()
    })
  }

  /** It has joined: from now on its frames are taken. */
  joined(intake: Intake): void {
    this.#intake = intake
  }

  /** Unit: milliseconds since the last request. */
  silentForMs(): number {
    return this.#timers.elapsedMs() - this.#heardAt
  }

  /** A request has come; false when there are too many. */
  heard(): boolean {
    this.#heardAt = this.#timers.elapsedMs()
    return this.#requests.take(1, this.#clock.now())
  }

  /** True when this cookie was found to be the session's a moment ago. */
  isKnown(cookie: string): boolean {
    if (this.#lookedUp?.cookie !== cookie) return false
    return !hasPassed(LOOK_UP_EVERY_MS, { since: this.#lookedUp.at, now: this.#clock.now() })
  }

  foundToBe(cookie: string): void {
    this.#lookedUp = { cookie, at: this.#clock.now() }
  }

  /** Ends it for what it sent, or for how often. */
  expel(reason: 'badFrame' | 'tooLarge' | 'overBudget'): void {
    this.#intake?.expel(reason === 'badFrame' ? 'badParcel' : reason, reason)
  }

  /** Reads one body; `unread` when the session has ended, be it meanwhile, or ends for having more of them under way than any page. */
  async read<Body>(body: () => Promise<Body>): Promise<Body | 'unread'> {
    if (this.#bodies.size >= BODIES_AT_ONCE) this.expel('overBudget')
    if (!this.facts.carrier.isOpen) return 'unread'
    const { promise, resolve } = Promise.withResolvers<'unread'>()
    const giveUp = () => resolve('unread')
    this.#bodies.add(giveUp)
    try {
      return await Promise.race([body(), promise])
    } finally {
      this.#bodies.delete(giveUp)
    }
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
