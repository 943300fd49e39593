import { type Editor, Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { getRelativeSelection, yCursorPluginKey, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { LostBlock } from '#shared/document/unseenWords.ts'
import { readCaret } from '../editor/readCaret.ts'
import type { Bridge } from './bridge.ts'
import { type CaretPlace, caretBack, caretPlace } from './caretPlace.ts'
import { drawWithFirstLine, keepFirstLines } from './firstLines.ts'
import { type HeldEnds, intoCopies } from './intoCopies.ts'
import { beginLostLine, keepLostLine, lineBehind, lostLine, withLostLine } from './lostLine.ts'
import { type Heir, heirOf, textOf } from './placedBlocks.ts'
import type { TornEnd } from './tornEnds.ts'

interface Carried {
  readonly lost: LostBlock
  /** The block that took the place of the one that fell. */
  readonly heir: Heir
}

/** Takes out of the block that took the place of another what had been deleted there, around what was written between. */
function takeOut(tr: Transaction, { lost: { withdrawn }, heir }: Carried): void {
  for (const { offset, text } of withdrawn)
    for (let place = offset; place < offset + text.length; place += 1) {
      const at = heir.characterAt(place)
      if (at !== null) tr.delete(tr.mapping.map(at), tr.mapping.map(at + 1, -1))
    }
}

interface Put {
  readonly place: number
  readonly text: string
}

/**
 * What had been written in a block that another took the place of, where it goes in that, but nothing that stands there word
 * for word: of a line that two began, each page makes one text, and what one of them writes anew for it the other has seen before.
 */
function missingIn(
  { doc, mapping }: Transaction,
  { lost: { written }, heir: { from, placeOf } }: Carried,
): readonly Put[] {
  const at = mapping.map(from - 1)
  const node = doc.nodeAt(at)
  const text = node === null ? '' : textOf(node)
  return written
    .map((run) => ({ place: mapping.map(placeOf(run.offset)), text: run.text }))
    .filter((run) => !text.startsWith(run.text, run.place - at - 1))
}

/** Writes the words as a line of their own; says where they end. */
function asLine(tr: Transaction, { written, neighbours }: LostBlock): number | null {
  return written.length === 0 ? null : lineBehind(tr, neighbours, written.map(({ text }) => text).join(''))
}

/** Puts back what fell with its block. The caret goes after it when it stood there and the block is no more. */
function carriedOver(state: EditorState, lost: readonly LostBlock[], caret: CaretPlace): Transaction {
  const { tr } = state
  const gone: LostBlock[] = []
  const carried: Carried[] = []
  for (const block of lost) {
    const heir = heirOf(state.doc, { blockId: block.blockId, text: block.seen }, caret.doc)
    if (heir === null) gone.unshift(block)
    else carried.push({ lost: block, heir })
  }
  // Of one line several may fall: what was deleted in one must not take along what was written in another.
  for (const each of carried) takeOut(tr, each)
  const missing = carried.flatMap((each) => missingIn(tr, each))
  const takenOut = tr.steps.length
  for (const { place, text } of missing) tr.insertText(text, tr.mapping.slice(takenOut).map(place))
  // From the last on, since each line is put before what was put at the same place.
  for (const block of gone) {
    const end = asLine(tr, block)
    if (end !== null && block.blockId !== null && block.blockId === caret.head?.blockId)
      tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1))
  }
  return tr
}

/** What others write at the beginning of a selection stays outside it; answers where it is held. */
function holdToCharacters({ state }: EditorView): HeldEnds {
  const { binding } = ySyncPluginKey.getState(state)
  const ends = getRelativeSelection(binding, state)
  const start = state.selection.anchor < state.selection.head ? 'anchor' : 'head'
  const held = state.selection.empty ? ends : { ...ends, [start]: toTheRight(binding.doc, ends[start]) }
  binding.beforeTransactionSelection = held
  return held
}

/** The same place, held to the character on its right: y-tiptap holds both ends to the left, so that a selection would take in what another writes before it. */
function toTheRight(doc: Y.Doc, end: Y.RelativePosition): Y.RelativePosition {
  const place = Y.createAbsolutePositionFromRelativePosition(end, doc)
  return place?.type instanceof Y.XmlText ? Y.createRelativePositionFromTypeIndex(place.type, place.index, 0) : end
}

/** Where others' carets are drawn anew one's own is read before: the drawing alone would put it back too. */
function drawnAfterReading(editor: Editor, drawing: Transaction): Transaction {
  const others: unknown = drawing.getMeta(yCursorPluginKey)
  const { view } = editor
  if (others === undefined || editor.isDestroyed || view.composing) return drawing
  const before = view.state
  readCaret(view)
  return view.state === before ? drawing : view.state.tr.setMeta(yCursorPluginKey, others)
}

/** Where the selection was before others' changes entered: by its lines, and by its characters. */
interface Before {
  readonly caret: CaretPlace
  readonly held: HeldEnds
  readonly line: ReturnType<typeof lostLine>
}

interface Fallen {
  readonly lost: readonly LostBlock[]
  readonly torn: readonly TornEnd[]
}

function putRight(view: EditorView, { caret, held, line }: Before, { lost, torn }: Fallen): void {
  const mended = intoCopies(view.state, torn, held)
  if (mended !== null) view.dispatch(mended)
  const carried = lost.length > 0 ? carriedOver(view.state, lost, caret) : null
  if (carried !== null) view.dispatch(carried)
  const back = mended?.selectionSet ? null : caretBack(view.state, caret)
  if (back !== null) view.dispatch(back)
  if (carried?.selectionSet) return
  const noted = line === null ? withLostLine(view.state, caret) : keepLostLine(view.state.tr, line)
  if (noted !== null) view.dispatch(noted)
}

/** What one wrote in a line that another meanwhile made a heading, a list item or nothing at all is written where the line went, and the caret stays in its line, or where that is gone under its heading. */
export const carryOver = (bridge: Bridge) => {
  const drawn = new Set<Node>()
  return Extension.create({
    name: 'carryOver',
    onBeforeCreate() {
      drawWithFirstLine(this.editor.schema, drawn)
    },
    dispatchTransaction({ transaction, next }) {
      next(drawnAfterReading(this.editor, transaction))
    },
    addProseMirrorPlugins: () => [
      beginLostLine(),
      new Plugin({
        view(view) {
          let before: Before | null = null
          const stop = bridge.watchInward({
            before: () => {
              // Where one has just put the caret counts: what enters would put it back.
              readCaret(view)
              const { state } = view
              before = { caret: caretPlace(state), held: holdToCharacters(view), line: lostLine(state) }
            },
            entered: (lost, torn) => {
              const kept = keepFirstLines(view.state, drawn)
              if (kept !== null) view.dispatch(kept)
              if (before !== null) putRight(view, before, { lost, torn })
            },
            // Otherwise the next word typed here would write over what others wrote.
            unshown: () => ySyncPluginKey.getState(view.state).binding._forceRerender(),
          })
          return { destroy: stop }
        },
      }),
    ],
  })
}
