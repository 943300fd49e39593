import type { Timer, Timers } from '#server/platform/timers.ts'
import type { HeldSession } from './admit.ts'
import type { Intake } from './intake.ts'
import type { Rejudging } from './rejudging.ts'
import type { SignInWatch } from './signInWatch.ts'

const TICK_MS = 250

/** Everybody who is connected, over all rooms: who must be judged anew, and who must go when a sign-in ends. */
export class Attendance {
  readonly #rejudging: Rejudging
  readonly #watch: SignInWatch
  readonly #timers: Timers
  readonly #present = new Map<HeldSession, Intake>()
  #ticking: Timer | null = null

  constructor(rejudging: Rejudging, watch: SignInWatch, timers: Timers) {
    this.#rejudging = rejudging
    this.#watch = watch
    this.#timers = timers
  }

  get size(): number {
    return this.#present.size
  }

  get bufferedBytes(): number {
    return [...this.#present.keys()].reduce((bytes, { session }) => bytes + session.bufferedBytes, 0)
  }

  add(held: HeldSession, intake: Intake): void {
    this.#present.set(held, intake)
    this.#ticking ??= this.#timers.every(TICK_MS, () => this.#tick())
  }

  remove(held: HeldSession): void {
    this.#present.delete(held)
    if (this.#present.size > 0) return
    this.#ticking?.stop()
    this.#ticking = null
  }

  /** Rights may have changed: until judged anew, nobody gets anything. */
  judgeAll(): void {
    for (const { session, room } of this.#present.keys()) {
      this.#rejudging.judge(session, () => {
        room.room.resume()
        session.sendAck()
      })
    }
  }

  /** A sign-in has ended: its sockets close now. */
  signOut(sessionId: string): void {
    for (const { session } of this.#present.keys()) if (session.facts.sessionId === sessionId) session.end('signedOut')
  }

  #tick(): void {
    this.judgeAll()
    for (const intake of this.#present.values()) intake.tick()
    this.#watch.look([...this.#present.keys()].map(({ session }) => session))
  }
}
