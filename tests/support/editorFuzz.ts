import { ySyncPluginKey, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import { NOTHING_SOUGHT, replaceEvery, seek } from '#client/collab/find/findReplace.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { FUZZ_WORD, fuzzWord } from './fuzzWords.ts'
import { type SeededRandom, seededRandom } from './seededRandom.ts'
import { aNote, receive } from './sharedNote.ts'
import { type EditorSide, type TwoEditors, twoEditors } from './twoEditors.ts'

interface FuzzRecord {
  readonly written: string[]
  readonly deleted: string[]
}

interface WriterKind {
  readonly random: SeededRandom
  readonly isUndoing: boolean
  readonly isRewriting: boolean
}

/** One act of a random kind at a random place of one side. */
class RandomWriter {
  readonly record: FuzzRecord = { written: [], deleted: [] }
  meanwhile: () => void = () => undefined
  readonly #name: number
  readonly #side: EditorSide
  readonly #random: SeededRandom
  readonly #isUndoing: boolean
  readonly #isRewriting: boolean

  constructor(name: number, side: EditorSide, { random, isUndoing, isRewriting }: WriterKind) {
    this.#name = name
    this.#isUndoing = isUndoing
    this.#isRewriting = isRewriting
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
      ...(this.#isUndoing ? [editor.commands.undo, editor.commands.undo, editor.commands.redo] : []),
      ...(this.#isRewriting ? this.#rewriting() : []),
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

  #rewriting(): readonly (() => unknown)[] {
    const { commands } = this.#side.editor
    return [
      () => this.#typeOverLines(),
      () => this.#deleteOverLines(),
      () => this.#replaceEvery(),
      () => commands.insertTable({ rows: 2, cols: 2 }),
      () => commands.deleteTable(),
      () => commands.addRowAfter(),
      () => commands.deleteRow(),
      () => commands.addColumnAfter(),
      () => commands.deleteColumn(),
      () => commands.mergeCells(),
      () => commands.toggleTaskList(),
      () => commands.toggleOrderedList(),
      () => commands.sinkListItem('listItem'),
      () => commands.liftListItem('listItem'),
      () => commands.toggleNode('decision', 'paragraph'),
      () => commands.toggleNode('speaker', 'paragraph'),
      () => commands.toggleBold(),
      () => commands.setHardBreak(),
      () => commands.splitListItem('listItem'),
      () => commands.deleteNode('paragraph'),
    ]
  }

  /** Begins and ends anywhere. */
  #select(): { readonly from: number; readonly to: number } {
    const ends = [this.#random.pick(this.#places()).end, this.#random.pick(this.#places()).end] as const
    const range = { from: Math.min(...ends), to: Math.max(...ends) }
    this.#side.editor.commands.setTextSelection(range)
    return range
  }

  #deleteOverLines(): void {
    this.#select()
    this.#side.editor.commands.deleteSelection()
  }

  /** As the editor does with what is typed over a selection. */
  #typeOverLines(): void {
    const { from, to } = this.#select()
    const { view, state } = this.#side.editor
    const isTaken = view.someProp('handleTextInput', (handle) => handle(view, from, to, '上書き', () => state.tr))
    if (isTaken !== true) view.dispatch(state.tr.insertText('上書き'))
  }

  #replaceEvery(): void {
    const words = this.#places().flatMap(({ word }) => word ?? [])
    if (words.length === 0) return
    const instead = this.#random.pick(['代', '代わり', ''])
    const sought = { words: this.#random.pick(words).slice(1), instead, isExact: false }
    const { editor, bridge } = this.#side
    seek(editor, sought)
    replaceEvery(editor, sought, { bridge, hasRoomFor: () => true })
    seek(editor, NOTHING_SOUGHT)
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

/** What the server makes of all that two have sent, each update taken as soon as what it builds on is there. */
class StrictServer {
  readonly doc = aNote()
  readonly faults: string[] = []
  readonly #waiting: { readonly update: Uint8Array; readonly clientId: number }[] = []

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

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** True when the editor shows what one that opened its document now would show. */
export function showsItsDocument({ editor }: EditorSide): boolean {
  const { type } = ySyncPluginKey.getState(editor.state)
  const read = editor.schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(type))
  return same(editor.state.doc.toJSON(), read.toJSON())
}

export interface EditorFuzz {
  readonly seed: number
  readonly acts: number
  /** What an undo takes away counts as lost. */
  readonly isUndoing?: boolean
  /** Many words at once are written over, replaced, put into tables and taken out with them; those count as lost. */
  readonly isRewriting?: boolean
}

/** Two write at random over a line that is cut and mended; then everything arrives. */
export function editorFuzz({ seed, acts, isUndoing = false, isRewriting = false }: EditorFuzz) {
  const both = twoEditors()
  const random = seededRandom(seed)
  const server = new StrictServer()
  for (const side of [both.writer, both.peer]) server.listenTo(side)
  const first = new RandomWriter(0, both.writer, { random, isUndoing, isRewriting })
  const second = new RandomWriter(1, both.peer, { random, isUndoing, isRewriting })
  first.meanwhile = () => second.act()
  second.meanwhile = () => first.act()
  both.cut()
  for (let act = 0; act < acts; act += 1) {
    random.pick([first, second]).act()
    if (random.below(4) === 0) turnLine(both, random)
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
    lost: kept.filter((word) => text?.includes(word) !== true),
  }
}
