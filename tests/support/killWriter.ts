import type { Door } from './participant.ts'
import { Participant } from './participant.ts'
import type { SeededRandom } from './seededRandom.ts'

/** One word put in or taken out by a writer. */
interface Act {
  readonly word: string
  readonly isDeletion: boolean
  /** The write frame that carries it on the present connection; null while none does. */
  frame: number | null
  isAcknowledged: boolean
}

const WORD = /〔[^〕]*〕/g
/** One in so many acts takes a word out, and every one where the line is full: a long line is slow to write in. */
const DELETE_ONE_IN = 3
const FULL_LINE = 200
const STEP_2 = 1

/** A stock client that puts words in and takes words out, and remembers what it was told and what it saw. */
export class KillWriter {
  readonly participant: Participant
  readonly acts: Act[] = []
  readonly seen = new Set<string>()
  readonly seenGone = new Set<string>()
  readonly #name: string
  readonly #random: SeededRandom
  readonly #takenOut = new Set<string>()
  #serial = 0

  constructor(door: Door, name: string, random: SeededRandom) {
    this.#name = name
    this.#random = random
    this.participant = new Participant(door)
    this.participant.onWriteFrame = (frameNumber, bytes) => this.#carry(frameNumber, bytes[1] === STEP_2)
    this.participant.onAck = (acked) => this.#acknowledge(acked)
    this.participant.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === this.participant.provider) this.#look()
    })
  }

  get words(): readonly string[] {
    return this.participant.line().toString().match(WORD) ?? []
  }

  /** Puts a word between two others, or takes one out. */
  act(): void {
    const { words } = this
    const isFull = words.length > FULL_LINE
    const mayDelete = words.length > 0 && (isFull || this.#random.below(DELETE_ONE_IN) === 0)
    if (mayDelete) this.#takeOut(this.#random.pick(words))
    else this.#putIn(words)
  }

  /** The server is gone: what no frame carried through is carried by the next connection's answer. */
  cut(): void {
    this.participant.provider.disconnect()
    for (const act of this.acts) if (!act.isAcknowledged) act.frame = null
  }

  #putIn(words: readonly string[]): void {
    const word = `〔${this.#name}${this.#serial++}〕`
    const line = this.participant.line()
    const after = words[this.#random.below(words.length + 1)]
    const at = after === undefined ? 0 : line.toString().indexOf(after) + after.length
    this.#do({ word, isDeletion: false, frame: null, isAcknowledged: false }, () => line.insert(at, word))
  }

  #takeOut(word: string): void {
    const line = this.participant.line()
    const at = line.toString().indexOf(word)
    this.#takenOut.add(word)
    this.#do({ word, isDeletion: true, frame: null, isAcknowledged: false }, () => line.delete(at, word.length))
  }

  #do(act: Act, change: () => void): void {
    this.acts.push(act)
    this.participant.doc.transact(change)
  }

  /** A change carries the newest act; an answer to the server's step 1 carries all that is not acknowledged. */
  #carry(frameNumber: number, isAnswer: boolean): void {
    const carried = isAnswer ? this.acts.filter(({ isAcknowledged }) => !isAcknowledged) : this.acts.slice(-1)
    for (const act of carried) act.frame = frameNumber
  }

  #acknowledge(acked: number): void {
    for (const act of this.acts) if (act.frame !== null && act.frame <= acked) act.isAcknowledged = true
  }

  /** What others did, as it came from the server. */
  #look(): void {
    const now = new Set(this.words)
    for (const word of this.seen) if (!now.has(word) && !this.#takenOut.has(word)) this.seenGone.add(word)
    for (const word of now) if (!word.startsWith(`〔${this.#name}`)) this.seen.add(word)
  }
}
