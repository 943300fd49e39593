import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type { ExtractElement } from '#shared/document/extract.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import { type LineAct, RandomWriter } from './randomWriter.ts'
import { type SeededRandom, seededRandom } from './seededRandom.ts'
import { aNote, receive } from './sharedNote.ts'
import { same, showsItsDocument } from './showsItsDocument.ts'
import { type EditorSide, type TwoEditors, twoEditors } from './twoEditors.ts'

/** The line is cut or mended, or carries a few things to one side only. */
function turnLine(both: TwoEditors, random: SeededRandom): void {
  random.pick([
    () => both.cut(),
    () => both.mend(),
    () => both.deliver(random.pick([both.writer, both.peer]), 1 + random.below(6)),
    () => both.deliver(random.pick([both.writer, both.peer])),
  ])()
}

/** What the server makes of all that two have sent, each update taken as soon as what it builds on is there. */
class StrictServer {
  readonly doc = aNote()
  readonly faults: string[] = []
  readonly #waiting: { readonly update: Uint8Array; readonly clientId: number }[] = []

  /** Versions to go back to. */
  readonly #kept: ExtractElement[] = []

  /** Keeps what the note says now, or has it say again what it said at some time. */
  keepOrRestore(random: SeededRandom): void {
    this.takeAll()
    if (this.#kept.length === 0 || random.below(2) === 0) this.#kept.push(readBody(this.doc))
    else this.doc.transact(() => reviseBody(this.doc, random.pick(this.#kept)), 'restored')
  }

  onRestored(then: (update: Uint8Array) => void): void {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'restored') then(update)
    })
  }

  listenTo({ editor, onSent }: EditorSide): void {
    const clientId: number = ySyncPluginKey.getState(editor.state).doc.clientID
    onSent((update) => void this.#waiting.push({ update, clientId }))
  }

  /** How many updates still wait for something. */
  takeAll(): number {
    for (let before = -1; before !== this.#waiting.length; ) {
      before = this.#waiting.length
      for (const { update, clientId } of this.#waiting.splice(0)) {
        const verdict = receive(this.doc, update, [clientId])
        if (verdict.verdict === 'gap') this.#waiting.push({ update, clientId })
        if (verdict.verdict === 'refused') this.faults.push(verdict.fault)
      }
    }
    return this.#waiting.length
  }
}

export interface EditorFuzz {
  readonly seed: number
  readonly acts: number
  /** What an undo takes away counts as lost. */
  readonly isUndoing?: boolean
  /** Many words at once are written over, replaced, put into tables and taken out with them; those count as lost. */
  readonly isRewriting?: boolean
  /** What each of the two does to lines as wholes; both do everything but join them where it is left out. */
  readonly lineActs?: readonly [first: readonly LineAct[], second: readonly LineAct[]]
  /** The server keeps versions and goes back to them. */
  readonly isRestoring?: boolean
}

const DOING_ALL: NonNullable<EditorFuzz['lineActs']> = [
  ['divide', 'make'],
  ['divide', 'make'],
]

/** True where a word stands in lines of one id, once in each: then it is said above them that the line stands twice. */
function isSaidTwice({ editor }: EditorSide, word: string): boolean {
  const ids: unknown[] = []
  editor.state.doc.descendants(({ isTextblock, textContent, attrs }) => {
    if (isTextblock) ids.push(...Array.from({ length: countOf(word, textContent) }, () => attrs.blockId))
  })
  const lines = editor.getText().split('\n')
  return new Set(ids).size === 1 && lines.every((line) => countOf(word, line) < 2)
}

/** How often a word stands in a text. */
const countOf = (word: string, text: string | undefined): number => (text?.split(word).length ?? 1) - 1

/** Two write at random over a line that is cut and mended; then everything arrives. */
export function editorFuzz({ seed, acts, lineActs = DOING_ALL, ...kind }: EditorFuzz) {
  const { isUndoing = false, isRewriting = false, isRestoring = false } = kind
  const both = twoEditors()
  const random = seededRandom(seed)
  const server = new StrictServer()
  for (const side of [both.writer, both.peer]) server.listenTo(side)
  const first = new RandomWriter(0, both.writer, { random, lineActs: lineActs[0], isUndoing, isRewriting })
  const second = new RandomWriter(1, both.peer, { random, lineActs: lineActs[1], isUndoing, isRewriting })
  first.meanwhile = () => second.act()
  second.meanwhile = () => first.act()
  server.onRestored(both.sendBoth)
  both.cut()
  for (let act = 0; act < acts; act += 1) {
    random.pick([first, second]).act()
    if (random.below(4) === 0) turnLine(both, random)
    if (isRestoring && random.below(12) === 0) server.keepOrRestore(random)
  }
  both.mend()
  const waitingCount = server.takeAll()
  const deleted = new Set([first, second].flatMap(({ record }) => record.deleted))
  const [text, ...others] = [both.writer.net, both.peer.net, server.doc].map((doc) => plainText(readBody(doc)))
  const kept = [first, second].flatMap(({ record }) => record.written).filter((word) => !deleted.has(word))
  const isShown = [both.writer, both.peer].every(showsItsDocument) && same(both.writer.lines(), both.peer.lines())
  return {
    isEqual: isShown && others.every((other) => other === text),
    refused: [...server.faults, ...Array.from({ length: waitingCount }, () => 'waiting')],
    writtenCount: kept.length,
    lost: kept.filter((word) => countOf(word, text) === 0),
    doubled: kept.filter((word) => countOf(word, text) > 1 && !isSaidTwice(both.writer, word)),
  }
}
