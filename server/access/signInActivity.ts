import type { Log } from '#server/platform/log.ts'
import { type Clock, type Instant, later } from '#shared/core/time.ts'

/** Unit: milliseconds. Without anything done for this long a sign-in ends; the limit stands whatever is done. Source: NIST SP 800-63B-4, AAL2. */
export const IDLE_MS = 30 * 60_000
export const LONGEST_MS = 12 * 3_600_000

/** Unit: milliseconds. What was done is written down once in so long; until then this process remembers it. */
const WRITE_EVERY_MS = 60_000
/** Unit: sign-ins remembered. Forgetting one only makes what is written down count. */
const MAX_REMEMBERED = 10_000

/** Since when a sign-in goes on, and when its person last did something. */
export interface SignInTimes {
  readonly signedInAt: Instant
  readonly activeAt: Instant
}

/** True while neither limit is over. What was begun or used in a time to come was so by a clock that has been set right since: it would outlive both. */
export const goesOnAt = ({ signedInAt, activeAt }: SignInTimes, now: Instant): boolean => {
  const isFromNow = signedInAt < later(now, IDLE_MS) && activeAt < later(now, IDLE_MS)
  return isFromNow && now < later(activeAt, IDLE_MS) && now < later(signedInAt, LONGEST_MS)
}

/** What keeps a sign-in going, and whether it goes on; asked by those that hold a socket for it. */
export interface SignIns {
  /** Marks that the person did something now. What no longer goes on is not brought back by it. */
  noteActivity(sessionId: string): void
  /** False once half an hour has passed in which nothing was done, or twelve hours since signing in. Throws: the store's error. */
  goesOn(sessionId: string): Promise<boolean>
}

export interface SignInActivityPorts {
  readonly clock: Clock
  readonly log: Log
  /** What the store says of a sign-in; null when it is gone. */
  readonly read: (sessionId: string) => Promise<SignInTimes | null>
  /** Keeps when a sign-in was last active; does nothing when it is gone. */
  readonly write: (sessionId: string, activeAt: Instant) => Promise<void>
}

interface Remembered extends SignInTimes {
  readonly writtenAt: Instant
}

/** The activity of every sign-in that this process has seen. */
export class SignInActivity implements SignIns {
  readonly #ports: SignInActivityPorts
  readonly #remembered = new Map<string, Remembered>()

  constructor(ports: SignInActivityPorts) {
    this.#ports = ports
  }

  /** Takes over what the store says of a sign-in, and answers with what is known of it now. */
  learn(sessionId: string, stored: SignInTimes): SignInTimes {
    const known = this.#remembered.get(sessionId)
    const activeAt = known === undefined || known.activeAt < stored.activeAt ? stored.activeAt : known.activeAt
    if (known === undefined && this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear()
    const times = { signedInAt: stored.signedInAt, activeAt }
    this.#remembered.set(sessionId, { ...times, writtenAt: known?.writtenAt ?? stored.activeAt })
    return times
  }

  noteActivity(sessionId: string): void {
    const now = this.#ports.clock.now()
    const known = this.#remembered.get(sessionId)
    if (known === undefined || !goesOnAt(known, now)) return
    const isToWrite = now - known.writtenAt >= WRITE_EVERY_MS
    this.#remembered.set(sessionId, { ...known, activeAt: now, writtenAt: isToWrite ? now : known.writtenAt })
    if (!isToWrite) return
    // Nobody waits for it: should it fail, the sign-in is only shorter after a start anew.
    this.#ports.write(sessionId, now).catch((cause: unknown) => this.#ports.log.error('signIn.notKept', cause))
  }

  async goesOn(sessionId: string): Promise<boolean> {
    const { clock, read } = this.#ports
    const known = this.#remembered.get(sessionId)
    if (known !== undefined && goesOnAt(known, clock.now())) return true
    // Another process may have seen the person meanwhile.
    const stored = await read(sessionId)
    return stored !== null && goesOnAt(this.learn(sessionId, stored), clock.now())
  }

  /** The sign-in is over. */
  forget(sessionId: string): void {
    this.#remembered.delete(sessionId)
  }
}
