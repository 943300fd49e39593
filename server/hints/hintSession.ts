import type { MemberId } from '#shared/core/ids.ts'
import { type Clock, dayInJapan, hasPassed, type Instant, instant } from '#shared/core/time.ts'
import { type HintId, isHintId, MAX_LISTENED } from '#shared/protocol/hints.ts'

/** The little that a hint session does with its socket. */
export interface HintSocket {
  /** Says that something has changed: its id and nothing else. */
  say(id: HintId): void
  /** Ends it for good: its page does not come back by itself. */
  end(): void
  /** Cuts it: its page comes back. */
  cut(): void
}

export interface HintSessionPorts {
  readonly clock: Clock
  /** Of rights, as it is now; while the store cannot be asked it equals nothing. */
  readonly epoch: () => number
  /** How often a sign-in has ended. */
  readonly signOuts: () => number
  /** True while the sign-in stands and its member is active. */
  readonly stands: () => Promise<boolean>
  /** True when the member may know of it. */
  readonly mayHear: (id: HintId) => Promise<boolean>
}

export interface HintFacts {
  readonly memberId: MemberId
  /** Of the sign-in, not of the socket. */
  readonly sessionId: string
}

/** Unit: milliseconds a verdict is taken as standing, and never into another day: rights end by their date. */
const GOOD_FOR_MS = 60_000
const JUDGE_WITHIN_MS = 600
/** Rights that change again while they are judged: the page comes back later. */
const MAX_VERDICTS = 5

/** One open hint socket. It says nothing while its right is in doubt, and what it kept back when the right stands. */
export class HintSession {
  readonly facts: HintFacts
  readonly #socket: HintSocket
  readonly #ports: HintSessionPorts
  readonly #listened = new Set<HintId>()
  readonly #waiting = new Set<HintId>()
  /** What the last verdict let be heard. */
  readonly #heard = new Set<HintId>()
  #verdict: { readonly epoch: number; readonly at: number } = { epoch: Number.NaN, at: 0 }
  #judgingSince: Instant | null = null
  #isEnded = false

  constructor(socket: HintSocket, facts: HintFacts, ports: HintSessionPorts) {
    this.facts = facts
    this.#socket = socket
    this.#ports = ports
    this.judge()
  }

  /** A page says what it shows. Untrusted: whoever asks for anything else is no page of ours. */
  listen(id: unknown): void {
    if (isHintId(id) && this.#listened.has(id)) this.changed(id)
    else if (!isHintId(id) || this.#listened.size >= MAX_LISTENED) this.end()
    else {
      this.#listened.add(id)
      this.#waiting.add(id)
      this.#verdict = { ...this.#verdict, at: 0 }
      this.judge()
    }
  }

  unlisten(id: unknown): void {
    if (isHintId(id)) {
      this.#listened.delete(id)
      this.#waiting.delete(id)
      this.#heard.delete(id)
    } else this.end()
  }

  /** Something has changed; said now, or as soon as the right stands, or never. */
  changed(id: HintId): void {
    if (!this.#listened.has(id) || this.#isEnded) return
    this.#waiting.add(id)
    if (this.#isStanding) this.#speak()
    else this.judge()
  }

  /** Judges the sign-in and everything that is listened to anew, unless that is being done. */
  judge(): void {
    if (this.#judgingSince !== null || this.#isEnded) return
    this.#judgingSince = this.#ports.clock.now()
    this.#decide()
      .catch(() => this.cut())
      .finally(() => {
        this.#judgingSince = null
        if (!this.#isEnded && this.#waiting.size > 0 && !this.#isStanding) this.judge()
      })
  }

  /** Looks after time: a session that cannot be judged comes back later. */
  tick(): void {
    const tooLong = this.#judgingSince !== null && this.#ports.clock.now() - this.#judgingSince > JUDGE_WITHIN_MS
    if (tooLong || Number.isNaN(this.#ports.epoch())) this.cut()
  }

  end(): void {
    this.leave()
    this.#socket.end()
  }

  cut(): void {
    this.leave()
    this.#socket.cut()
  }

  /** Its socket is gone. */
  leave(): void {
    this.#isEnded = true
    this.#waiting.clear()
    this.#listened.clear()
  }

  get #isStanding(): boolean {
    const { epoch, at } = this.#verdict
    const now = this.#ports.clock.now()
    const isOfToday = dayInJapan(instant(at)) === dayInJapan(now)
    return epoch === this.#ports.epoch() && !hasPassed(GOOD_FOR_MS, { since: instant(at), now }) && isOfToday
  }

  async #decide(): Promise<void> {
    for (let changes = 0; changes < MAX_VERDICTS && !this.#isEnded; ) {
      const verdict = await this.#ask()
      if (verdict === 'over') this.end()
      else if (verdict === 'stands') return this.#speak()
      else if (verdict === 'rightsChanged') changes++
    }
    if (!this.#isEnded) this.cut()
  }

  /** Asks what may be heard, and takes the answer when nothing has changed meanwhile. */
  async #ask(): Promise<'over' | 'stands' | 'rightsChanged' | 'listensToOthers'> {
    const { epoch, signOuts, clock } = this.#ports
    const before = { epoch: epoch(), signOuts: signOuts(), at: clock.now(), ids: [...this.#listened] }
    if (!(await this.#ports.stands())) return 'over'
    const verdicts = await Promise.all(before.ids.map((id) => this.#ports.mayHear(id)))
    // From here to the end no `await`: what is said is said under this verdict.
    if (epoch() !== before.epoch || signOuts() !== before.signOuts) return 'rightsChanged'
    if (!this.#isListeningTo(before.ids)) return 'listensToOthers'
    for (const [place, id] of before.ids.entries()) {
      if (verdicts[place] === true) this.#heard.add(id)
      else this.#lose(id)
    }
    this.#verdict = before
    return 'stands'
  }

  /** Whoever could hear of it until now shows it, and must be told once that it is theirs no more; nobody else learns that it exists. */
  #lose(id: HintId): void {
    if (this.#heard.delete(id)) this.#socket.say(id)
    this.unlisten(id)
  }

  #isListeningTo(ids: readonly HintId[]): boolean {
    return ids.length === this.#listened.size && ids.every((id) => this.#listened.has(id))
  }

  #speak(): void {
    for (const id of this.#waiting) this.#socket.say(id)
    this.#waiting.clear()
  }
}
