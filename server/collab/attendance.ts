import type { Timer, Timers } from '#server/platform/timers.ts'
import type { HeldSession } from './admit.ts'
import type { Intake } from './intake.ts'
import type { Rejudging } from './rejudging.ts'
import type { SignInWatch } from './signInWatch.ts'
import type { StayLog } from './stayLog.ts'

const TICK_MS = 250

/** What looks, now and then, at everybody who is connected. */
interface Followed {
  readonly watch: SignInWatch
  readonly stays: StayLog
}

/** Everybody who is connected, over all rooms: who must be judged anew, and who must go when a sign-in ends. */
export class Attendance {
  readonly #rejudging: Rejudging
  readonly #watch: SignInWatch
  readonly #stays: StayLog
  readonly #timers: Timers
  readonly #present = new Map<HeldSession, Intake>()
  #ticking: Timer | null = null

  constructor(rejudging: Rejudging, { watch, stays }: Followed, timers: Timers) {
    this.#rejudging = rejudging
    this.#watch = watch
    this.#stays = stays
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
    const sessions = [...this.#present.keys()].map(({ session }) => session)
    this.#watch.look(sessions)
    this.#stays.look(sessions)
  }
}
