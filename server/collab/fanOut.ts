import * as Y from 'yjs'
import type { Timer, Timers } from '#server/platform/timers.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import type { Applied, CaughtUp } from './liveDocument.ts'
import type { Session } from './session.ts'

/** Unit: sessions of a room; up to so many, everybody gets a change at once. */
const AT_ONCE_UP_TO = 20
/** In a fuller room changes wait so long for each other: one frame for several costs what one for one does. */
const GATHER_MS = 8

type Change = Pick<Applied, 'taken'>

/** Changes that wait to go out together, and what everybody surely had before the first of them. */
interface Gathered {
  readonly changes: Change[]
  readonly before: Uint8Array
  readonly timer: Timer
}

/** Gives what has happened in a document to everybody else who edits it, in as few frames as may be. */
export class FanOut {
  readonly #sessions: ReadonlySet<Session>
  readonly #timers: Timers
  #gathered: Gathered | null = null

  constructor(sessions: ReadonlySet<Session>, timers: Timers) {
    this.#sessions = sessions
    this.#timers = timers
  }

  /** A change that the journal holds and the document has: it goes out now, or within 8 ms when the room is full. */
  send({ taken, before }: Pick<Applied, 'taken' | 'before'>): void {
    if (taken.length === 0) return
    if (this.#gathered !== null) this.#gathered.changes.push({ taken })
    else if (this.#sessions.size <= AT_ONCE_UP_TO) this.#feed([{ taken }], before)
    else {
      const timer = this.#timers.after(GATHER_MS, () => this.#feedGathered())
      this.#gathered = { changes: [{ taken }], before: before(), timer }
    }
  }

  /** What other nodes have written; it goes out after what was done here before it. */
  pass({ updates, before }: CaughtUp): void {
    this.#gathered?.timer.stop()
    this.#feedGathered()
    const [first] = updates
    if (first === undefined) return
    const frame = encodeUpdate(updates.length === 1 ? first : Y.mergeUpdates([...updates]))
    for (const session of this.#sessions) session.feed(frame, before)
  }

  stop(): void {
    this.#gathered?.timer.stop()
    this.#gathered = null
  }

  #feedGathered(): void {
    const gathered = this.#gathered
    this.#gathered = null
    if (gathered !== null) this.#feed(gathered.changes, () => gathered.before)
  }

  /** The same bytes for everybody. Who has written all of it has all of it. */
  #feed(changes: readonly Change[], before: () => Uint8Array): void {
    const taken = changes.flatMap((change) => change.taken)
    const [first] = taken
    if (first === undefined) return
    const updates = taken.map(({ update }) => update)
    const frame = encodeUpdate(updates.length === 1 ? first.update : Y.mergeUpdates(updates))
    const onlyWriter = taken.every(({ frame: { from } }) => from === first.frame.from) ? first.frame.from : null
    for (const session of this.#sessions) if (session !== onlyWriter) session.feed(frame, before)
  }
}
