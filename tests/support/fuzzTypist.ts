import type { Page } from 'playwright-core'
import type { Person } from './browser.ts'
import { FUZZ_WORD, fuzzWord } from './fuzzWords.ts'
import type { ImeTypist } from './imeTypist.ts'
import type { SeededRandom } from './seededRandom.ts'

/** What a typist wrote and took away, and how its compositions ended. */
export interface FuzzRecord {
  readonly written: string[]
  readonly deleted: string[]
  readonly composed: string[]
  cuts: number
}

export interface FuzzSide {
  readonly number: number
  readonly person: Person
  readonly ime: ImeTypist
  readonly random: SeededRandom
}

/** Someone who does at random what people do in a note: types, composes, deletes, splits lines, changes them, loses the network. */
export class FuzzTypist {
  readonly record: FuzzRecord = { written: [], deleted: [], composed: [], cuts: 0 }
  readonly #side: FuzzSide
  readonly #tell: (act: string) => Promise<void>
  #isCut = false

  /** `tell` hears of each act before it. */
  constructor(side: FuzzSide, tell: (act: string) => Promise<void>) {
    this.#side = side
    this.#tell = tell
  }

  get #page(): Page {
    return this.#side.person.page
  }

  /** One act at a random place. */
  async act(): Promise<void> {
    const { random } = this.#side
    const acts: readonly (readonly [weight: number, act: () => Promise<void>])[] = [
      [5, () => this.#type()],
      [6, () => this.#compose()],
      [2, () => this.#delete()],
      [2, () => this.#press('Enter')],
      [2, () => this.#change('見出し')],
      [2, () => this.#change('箇条書き')],
      [1, () => this.#change('太字')],
      [2, () => this.#turnNetwork()],
    ]
    const drawn = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act))
    await random.pick(drawn)()
  }

  /** Comes back and stays. */
  async reconnect(): Promise<void> {
    this.#isCut = false
    await this.#tell('is back for good')
    await this.#side.person.context.setOffline(false)
  }

  #newWord(): string {
    const word = fuzzWord(this.#side.number, this.record.written.length)
    this.record.written.push(word)
    return word
  }

  async #type(): Promise<void> {
    await this.#placeCaret()
    const word = this.#newWord()
    await this.#tell(`types ${word}`)
    await this.#page.keyboard.insertText(word)
  }

  async #compose(): Promise<void> {
    await this.#placeCaret()
    const word = this.#newWord()
    this.record.composed.push(word)
    await this.#tell(`composes ${word}`)
    await this.#side.ime.compose(word)
  }

  async #press(key: string): Promise<void> {
    await this.#placeCaret()
    await this.#tell(`presses ${key}`)
    await this.#page.keyboard.press(key)
  }

  async #change(button: string): Promise<void> {
    await this.#placeCaret()
    await this.#tell(`makes ${button}`)
    await this.#page.getByRole('button', { name: button, exact: true }).click()
  }

  async #turnNetwork(): Promise<void> {
    this.#isCut = !this.#isCut
    if (this.#isCut) this.record.cuts += 1
    await this.#tell(this.#isCut ? 'is cut' : 'is back')
    await this.#side.person.context.setOffline(this.#isCut)
  }

  async #delete(): Promise<void> {
    const { ime, random } = this.#side
    const words = (await ime.lines()).flatMap((line) => line.match(FUZZ_WORD) ?? [])
    if (words.length === 0) return
    const word = random.pick(words)
    if (!(await ime.select(word))) return
    await this.#tell(`deletes ${word}`)
    await this.#page.keyboard.press('Delete')
    this.record.deleted.push(word)
  }

  async #placeCaret(): Promise<void> {
    const { random, ime } = this.#side
    await ime.placeCaretByChance([random.below(1_000), random.below(1_000)])
  }
}
