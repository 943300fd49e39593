import { setLines, toggleLines, toggleLists } from '#client/collab/editor/lineKinds.ts'
import { NOTHING_SOUGHT, replaceEvery, seek } from '#client/collab/find/findReplace.ts'
import { DECISION_STATES } from '#shared/document/bodySchema.ts'
import { FUZZ_WORD, fuzzWord } from './fuzzWords.ts'
import { drop, toClipboard } from './pageEvents.ts'
import type { SeededRandom } from './seededRandom.ts'
import { selectAnything } from './selectAnything.ts'
import type { EditorSide } from './twoEditors.ts'

interface FuzzRecord {
  readonly written: string[]
  readonly deleted: string[]
}

/** What somebody does to lines as wholes. */
export type LineAct = 'divide' | 'join' | 'make'

type WriterSide = Pick<EditorSide, 'editor' | 'bridge'>

export interface WriterKind {
  readonly random: SeededRandom
  readonly lineActs: readonly LineAct[]
  readonly isUndoing: boolean
  readonly isRewriting: boolean
}

const KEYS = [
  { key: 'Enter' },
  { key: 'Backspace' },
  { key: 'Delete' },
  { key: 'Tab' },
  { key: 'Tab', shiftKey: true },
  { key: 'Enter', shiftKey: true },
  { key: 'Enter', ctrlKey: true },
  { key: 'a', ctrlKey: true },
  { key: 'b', ctrlKey: true },
  { key: 'Backspace', ctrlKey: true },
]

const SIGNS = ['- ', '1. ', '[ ] ', '**太**', '# ', '> ', '---', '/', '@']

const BLOCKS: readonly ('decision' | 'actionItem' | 'speaker')[] = ['decision', 'actionItem', 'speaker']

const A_MENTION = { type: 'organisationMention', attrs: { organisationId: 'org_1', organisationName: 'A市' } }

const PASTED = [
  '<p>貼った行</p><p>次の行</p>',
  '<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>',
  '<table><tr><td>甲</td><td>乙</td></tr><tr><td colspan="2">丙</td></tr></table>',
  '<h1>題</h1><p><b>太い</b>字</p>',
  '<div data-block="decision" data-state="decided">決めたこと</div>',
  '<span>語</span>',
  '<section class="form-section"><h3>経過</h3><div><p>よその様式</p></div></section>',
  '<ol><li><p>い</p><table><tr><td>ろ</td></tr></table></li></ol>',
  '<blockquote><p>引用</p></blockquote><hr><p>あと</p>',
]

/** One act of a random kind at a random place of one side. */
export class RandomWriter {
  readonly record: FuzzRecord = { written: [], deleted: [] }
  meanwhile: () => void = () => undefined
  readonly #name: number
  readonly #side: WriterSide
  readonly #random: SeededRandom
  readonly #isUndoing: boolean
  readonly #isRewriting: boolean
  readonly #lineActs: readonly LineAct[]

  constructor(name: number, side: WriterSide, { random, lineActs, isUndoing, isRewriting }: WriterKind) {
    this.#lineActs = lineActs
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
    const onLines = this.#onLines()
    this.#placeCaret()
    this.#random.pick([
      () => this.#type(),
      () => this.#type(),
      () => this.#type(),
      () => this.#delete(),
      ...this.#lineActs.flatMap((act) => onLines[act]),
      () => this.#compose(),
      () => this.#compose(),
      ...(this.#isUndoing ? [editor.commands.undo, editor.commands.undo, editor.commands.redo] : []),
      ...(this.#isRewriting ? this.#rewriting() : []),
    ])()
  }

  #onLines(): { readonly [act in LineAct]: readonly (() => unknown)[] } {
    const { editor } = this.#side
    return {
      divide: [() => editor.commands.splitBlock()],
      join: [() => this.#joinToBefore()],
      make: [
        () => toggleLines(editor.chain(), 'heading', { level: 1 }).run(),
        () => toggleLists(editor.chain(), 'bulletList').run(),
      ],
    }
  }

  #joinToBefore(): void {
    const { commands, state, view } = this.#side.editor
    commands.setTextSelection(state.selection.$from.start())
    const press = new KeyboardEvent('keydown', { key: 'Backspace' })
    view.someProp('handleKeyDown', (handle) => handle(view, press))
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
      () => this.#press(),
      () => this.#press(),
      () => this.#paste(this.#random.pick(PASTED)),
      () => this.#move(),
      () => this.#drag(),
      () => this.#typeSigns(),
      () => this.#decide(),
      () => this.#divideBlock(),
      () => this.#makeLines(),
      () => this.#makeLists(),
      () => commands.insertContent(A_MENTION),
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

  #press(): void {
    if (this.#random.below(3) === 0) this.#select()
    const { view } = this.#side.editor
    const press = new KeyboardEvent('keydown', this.#random.pick(KEYS))
    view.someProp('handleKeyDown', (handle) => handle(view, press))
  }

  #paste(html: string): void {
    if (this.#random.below(3) === 0) this.#select()
    // There is no such event in jsdom, and nobody reads it.
    this.#side.editor.view.pasteHTML(html, new Event('paste') as ClipboardEvent)
  }

  /** Copies or cuts what is selected, and pastes it elsewhere. */
  #move(): void {
    selectAnything(this.#side, this.#random)
    const html = toClipboard(this.#side, this.#random.pick(['cut', 'copy'] as const))
    this.#placeCaret()
    this.#paste(html)
  }

  #drag(): void {
    selectAnything(this.#side, this.#random)
    const places = this.#side.editor.state.doc.content.size + 1
    drop(this.#side, this.#random.below(places), this.#random.below(3) === 0)
  }

  /** What the editor may make something of at the beginning of a line. */
  #typeSigns(): void {
    const { view } = this.#side.editor
    for (const sign of this.#random.pick(SIGNS)) {
      const { from, to } = view.state.selection
      const isTaken = view.someProp('handleTextInput', (handle) => handle(view, from, to, sign, () => view.state.tr))
      if (isTaken !== true) view.dispatch(view.state.tr.insertText(sign))
    }
  }

  #decide(): void {
    const { view, state } = this.#side.editor
    const places: number[] = []
    state.doc.descendants((node, at) => {
      if (node.type.name === 'decision') places.push(at)
    })
    if (places.length === 0) return
    view.dispatch(
      state.tr.setNodeAttribute(this.#random.pick(places), 'state', this.#random.pick([...DECISION_STATES])),
    )
  }

  /** Enter anywhere in a block with fields, its beginning and its end included. */
  #divideBlock(): void {
    const places: number[] = []
    const { view, state, commands } = this.#side.editor
    state.doc.descendants(({ type, content }, at) => {
      if (BLOCKS.some((name) => name === type.name)) places.push(at + 1, at + 1 + this.#random.below(content.size + 1))
    })
    if (places.length === 0) return
    commands.setTextSelection(this.#random.pick(places))
    const press = new KeyboardEvent('keydown', { key: 'Enter' })
    view.someProp('handleKeyDown', (handle) => handle(view, press))
  }

  #makeLines(): void {
    if (this.#random.below(2) === 0) selectAnything(this.#side, this.#random)
    const kind = this.#random.pick([...BLOCKS, 'heading'] as const)
    this.#random
      .pick([setLines, toggleLines])(this.#side.editor.chain(), kind, kind === 'heading' ? { level: 1 } : {})
      .run()
  }

  #makeLists(): void {
    if (this.#random.below(2) === 0) selectAnything(this.#side, this.#random)
    toggleLists(this.#side.editor.chain(), this.#random.pick(['bulletList', 'orderedList', 'taskList'] as const)).run()
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
