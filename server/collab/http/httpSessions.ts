import type { Timer } from '#server/platform/timers.ts'
import type { IdSource } from '#shared/core/ids.ts'
import type { SessionLimits } from '../sessionLimits.ts'
import { HttpSession, type HttpSessionFacts, type HttpSessionPorts } from './httpSession.ts'
import { HalfThere } from './inbox.ts'

export interface HttpSessionsPorts extends HttpSessionPorts {
  readonly ids: IdSource
  readonly limits: Pick<SessionLimits, 'pingEveryMs' | 'goneAfterMs'>
}

/** The sessions without a WebSocket, by a name that only their pages know. */
export class HttpSessions {
  readonly #ports: HttpSessionsPorts
  readonly #sessions = new Map<string, HttpSession>()
  readonly #halfThere = new HalfThere()
  #sweeping: Timer | null = null

  constructor(ports: HttpSessionsPorts) {
    this.#ports = ports
  }

  /** Those that go on. */
  get size(): number {
    return [...this.#sessions.values()].filter(({ facts }) => facts.carrier.isOpen).length
  }

  /** Begins to keep a session; its name is 128 random bits. */
  open(facts: HttpSessionFacts): { readonly name: string; readonly session: HttpSession } {
    const name = this.#ports.ids.nextOpaque('connection')
    const session = new HttpSession(facts, this.#halfThere, this.#ports)
    this.#sessions.set(name, session)
    this.#sweeping ??= this.#ports.timers.every(this.#ports.limits.pingEveryMs, () => this.#sweep())
    return { name, session }
  }

  find(name: string): HttpSession | null {
    return this.#sessions.get(name) ?? null
  }

  /** Keeps nothing more and leaves no timer. */
  stop(): void {
    for (const { facts } of this.#sessions.values()) facts.carrier.close('overloaded')
    this.#sessions.clear()
    this.#sweeping?.stop()
    this.#sweeping = null
  }

  /** A page that is not heard of any more is gone; an ended session is kept as long as its page may ask how it ended. */
  #sweep(): void {
    for (const [name, session] of this.#sessions) {
      if (session.silentForMs() < this.#ports.limits.goneAfterMs) continue
      session.facts.carrier.cut()
      this.#sessions.delete(name)
    }
    if (this.#sessions.size > 0) return
    this.#sweeping?.stop()
    this.#sweeping = null
  }
}
