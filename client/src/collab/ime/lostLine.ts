import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { isFromPeers } from '../editor/fromPeers.ts'
import { readCaret } from '../editor/readCaret.ts'
import type { CaretPlace } from './caretPlace.ts'
import { findBlock, heirOf, type PlacedBlock } from './placedBlocks.ts'

/** Ids of the blocks before the line that another has deleted under one's caret, and of those around it, the nearest first. */
type LostLine = readonly string[]

const lostLineKey = new PluginKey<LostLine | null>('lostLine')

/** The line whose place the caret has kept, though it is gone; null where the caret stands where one has put it. */
export const lostLine = (state: EditorState): LostLine | null => lostLineKey.getState(state) ?? null

function neighboursOf(doc: Node, place: number): LostLine {
  const $place = doc.resolve(place)
  const ids: string[] = []
  const note = ({ attrs: { blockId } }: Node): void => {
    if (typeof blockId === 'string') ids.push(blockId)
  }
  for (let depth = $place.depth - 1; depth >= 0; depth -= 1) {
    const around = $place.node(depth)
    for (let index = $place.index(depth) - 1; index >= 0; index -= 1) note(around.child(index))
    note(around)
  }
  return ids
}

/** Notes that the line of the caret is gone, and where it stood; null where there is nothing to note. */
export function withLostLine({ doc, selection, tr }: EditorState, { doc: before, head, at }: CaretPlace) {
  if (head === null || !selection.empty || selection.$head.parent.attrs.blockId === head.blockId) return null
  if (findBlock(doc, head.blockId) !== null || heirOf(doc, head, before) !== null) return null
  return keepLostLine(tr, neighboursOf(before, at))
}

/** Notes it again, after what was put right elsewhere. */
export const keepLostLine = (tr: Transaction, line: LostLine): Transaction => tr.setMeta(lostLineKey, line)

const isEntry = (block: PlacedBlock | null): block is PlacedBlock =>
  ['listItem', 'taskItem'].includes(block?.node.type.name ?? '')

/** Puts a line after the nearest block that is still there; says where its words end. */
export function lineBehind(tr: Transaction, neighbours: readonly string[], text: string): number | null {
  const { schema } = tr.doc.type
  const neighbour = neighbours.map((id) => findBlock(tr.doc, id)).find((found) => found !== null) ?? null
  if (schema.nodes.paragraph === undefined) return null
  const isInside = neighbour?.node.type.name === 'formSection'
  const end = tr.mapping.map(tr.before.content.size, -1)
  const at = neighbour === null ? end : neighbour.at + (isInside ? 1 : neighbour.node.nodeSize)
  const line = schema.nodes.paragraph.create(null, text === '' ? null : schema.text(text))
  // A bare line would tear the list in two, and write what others have in it anew.
  tr.insert(at, isEntry(neighbour) ? neighbour.node.type.create(null, line) : line)
  return tr.mapping.maps.at(-1)?.map(at, 1) ?? null
}

/** In an empty line one writes into nobody's; an empty cell is of somebody's row. */
export function isFree({ $head }: Selection): boolean {
  const around = Array.from({ length: $head.depth }, (_, depth) => $head.node(depth).type.name)
  return $head.parent.content.size === 0 && !around.includes('table')
}

/** Begins a line where the lost one stood, if there is one, for what is done next. */
export function beginAnew(view: EditorView): void {
  if (lostLine(view.state) === null) return
  readCaret(view)
  const line = lostLine(view.state)
  if (line === null || view.composing || !view.editable || isFree(view.state.selection)) return
  const { tr } = view.state
  const end = lineBehind(tr, line, '')
  if (end !== null) view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1)).scrollIntoView())
}

const CHANGING_KEYS = /^(?:.|Enter|Backspace|Delete|Process|Unidentified)$/u

const isChanging = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && CHANGING_KEYS.test(key)

/**
 * Has what is written next, after another has deleted the line under the caret, begin a line there. Without it the words went
 * to the beginning of the line, or of the cell, that stands there then: another's. A line that nobody writes in comes about
 * nowhere, and whoever puts the caret elsewhere writes there.
 */
export const beginLostLine = (): Plugin =>
  new Plugin<LostLine | null>({
    key: lostLineKey,
    state: {
      init: () => null,
      apply(tr, line) {
        const noted: LostLine | undefined = tr.getMeta(lostLineKey)
        if (noted !== undefined) return noted
        return isFromPeers(tr) || !(tr.docChanged || tr.selectionSet) ? line : null
      },
    },
    props: {
      handleDOMEvents: {
        keydown(view, press) {
          if (isChanging(press)) beginAnew(view)
        },
        // Where no key tells of it before, as with dictation. Not while a word begins to be composed: the browser would break it.
        beforeinput(view, { inputType, isComposing }) {
          if (!isComposing && inputType.startsWith('insert')) beginAnew(view)
        },
      },
      handlePaste(view) {
        beginAnew(view)
      },
    },
  })
