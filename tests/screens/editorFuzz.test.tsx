import { expect, test } from 'vitest'
import { FUZZ_WORD, fuzzWord } from '#tests/support/fuzzWords.ts'
import { SEED, type SeededRandom, seededRandom } from '#tests/support/seededRandom.ts'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

interface FuzzRecord {
  readonly written: string[]
  readonly deleted: string[]
}

/** One act of a random kind at a random place of one side. */
class RandomWriter {
  readonly record: FuzzRecord = { written: [], deleted: [] }
  meanwhile: () => void = () => undefined
  readonly #name: number
  readonly #side: EditorSide
  readonly #random: SeededRandom

  constructor(name: number, side: EditorSide, random: SeededRandom) {
    this.#name = name
    this.#side = side
    this.#random = random
  }

  /** Nothing while a word is being composed. */
  act(): void {
    if (this.#side.bridge.isHeld()) return
    const { editor } = this.#side
    this.#placeCaret()
    this.#random.pick([
      () => this.#type(),
      () => this.#type(),
      () => this.#type(),
      () => this.#delete(),
      () => editor.commands.splitBlock(),
      () => editor.commands.toggleNode('heading', 'paragraph', { level: 1 }),
      () => editor.commands.toggleBulletList(),
      () => this.#compose(),
      () => this.#compose(),
    ])()
  }

  /** The other's act falls into the composition. */
  #compose(): void {
    const { bridge } = this.#side
    bridge.hold()
    this.#type()
    this.meanwhile()
    bridge.release()
  }

  #type(): void {
    const word = fuzzWord(this.#name, this.record.written.length)
    this.record.written.push(word)
    this.#side.editor.view.dispatch(this.#side.editor.state.tr.insertText(word))
  }

  #delete(): void {
    const words = this.#places().filter(({ word }) => word !== null)
    if (words.length === 0) return
    const { word, end } = this.#random.pick(words)
    if (word === null) return
    const { editor } = this.#side
    editor.view.dispatch(editor.state.tr.delete(end - word.length, end))
    this.record.deleted.push(word)
  }

  /** The beginning of each line, and the end of each word. */
  #places(): readonly { readonly word: string | null; readonly end: number }[] {
    const places: { word: string | null; end: number }[] = []
    this.#side.editor.state.doc.descendants((node, at) => {
      if (!node.isTextblock) return
      places.push({ word: null, end: at + 1 })
      for (const match of node.textContent.matchAll(FUZZ_WORD))
        places.push({ word: match[0], end: at + 1 + match.index + match[0].length })
    })
    return places
  }

  #placeCaret(): void {
    this.#side.editor.commands.setTextSelection(this.#random.pick(this.#places()).end)
  }
}

/** The line is cut or mended, or carries a few things to one side only. */
function turnLine(both: TwoEditors, random: SeededRandom): void {
  random.pick([
    () => both.cut(),
    () => both.mend(),
    () => both.deliver(random.pick([both.writer, both.peer]), 1 + random.below(6)),
    () => both.deliver(random.pick([both.writer, both.peer])),
  ])()
}

/** Two write at random over a line that is cut and mended; then everything arrives. */
function fuzz(seed: number, acts: number) {
  const both = twoEditors()
  const random = seededRandom(seed)
  const first = new RandomWriter(0, both.writer, random)
  const second = new RandomWriter(1, both.peer, random)
  first.meanwhile = () => second.act()
  second.meanwhile = () => first.act()
  both.cut()
  for (let act = 0; act < acts; act += 1) {
    random.pick([first, second]).act()
    if (random.below(4) === 0) turnLine(both, random)
  }
  both.mend()
  const deleted = new Set([first, second].flatMap(({ record }) => record.deleted))
  const texts = [both.writer, both.peer].map((side) => side.lines().join('\n'))
  const kept = [first, second].flatMap(({ record }) => record.written).filter((word) => !deleted.has(word))
  return {
    isEqual: texts[0] === texts[1],
    writtenCount: kept.length,
    lost: kept.filter((word) => !texts[0]?.includes(word)),
  }
}

const ROUNDS = 3
const ACTS = 40

test(`[LD5.8] words typed and composed at random while both split, change and delete in the same lines are all there at both (SEED=${SEED})`, () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { isEqual, lost, writtenCount } = fuzz(SEED + round, ACTS)

    expect({ seed: SEED + round, isEqual, lost }).toEqual({ seed: SEED + round, isEqual: true, lost: [] })
    expect(writtenCount).toBeGreaterThan(5)
  }
}, 60_000)

/** Each lost words once: those typed in the second text of a line that both had begun. */
test.each([20262206, 20262253, 20262497])('[LD5.8] the notes of seed %i keep every word', (seed) => {
  expect(fuzz(seed, 14)).toMatchObject({ isEqual: true, lost: [] })
})
