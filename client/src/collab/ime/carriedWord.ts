import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** The block in which a composition began, and its text at that moment. */
export interface ComposingPlace {
  readonly blockId: string
  readonly text: string
}

/** What was composed there, as long as nobody else has seen it. */
export interface ComposedWord {
  readonly blockId: string
  /** The block's text without the word, and where in it the word stands. */
  readonly around: string
  readonly offset: number
  readonly text: string
  /** The word's first character in the shared document. */
  readonly first: Y.ID
}

/** One character for each position, so that an offset in the text is one in the block. */
const textOf = (block: ProseMirrorNode): string => block.textBetween(0, block.content.size, undefined, '\ufffc')

export function composingPlace({ selection }: EditorState): ComposingPlace | null {
  const block = selection.$from.parent
  const { blockId } = block.attrs
  return block.isTextblock && typeof blockId === 'string' ? { blockId, text: textOf(block) } : null
}

interface PlacedBlock {
  readonly block: ProseMirrorNode
  /** The position before the block's first character. */
  readonly start: number
}

function findBlock(doc: ProseMirrorNode, blockId: string): PlacedBlock | null {
  let found: PlacedBlock | null = null
  doc.descendants((node, at) => {
    if (found === null && node.isTextblock && node.attrs.blockId === blockId) found = { block: node, start: at + 1 }
    return found === null
  })
  return found
}

const sharedStart = (one: string, other: string): number => {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

const sharedEnd = (one: string, other: string, beyond: number): number => {
  const longest = Math.min(one.length, other.length) - beyond
  let length = 0
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length += 1
  return length
}

/** What has been composed since `place` was noted; null when nothing was, or the block is gone. */
export function composedWord(state: EditorState, place: ComposingPlace): ComposedWord | null {
  const found = findBlock(state.doc, place.blockId)
  const sync = ySyncPluginKey.getState(state)
  if (found === null || !sync?.binding) return null
  const now = textOf(found.block)
  const offset = sharedStart(place.text, now)
  const text = now.slice(offset, now.length - sharedEnd(place.text, now, offset))
  if (text === '' || text.includes('\ufffc')) return null
  const start = absolutePositionToRelativePosition(found.start + offset, sync.type, sync.binding.mapping)
  return start?.item ? { blockId: place.blockId, around: place.text, offset, text, first: start.item } : null
}

/** Where an offset of the old text is in the new one, going by what both begin and end with. */
export function movedOffset(offset: number, before: string, after: string): number {
  const start = sharedStart(before, after)
  if (offset <= start) return offset
  const fromEnd = Math.min(before.length - offset, sharedEnd(before, after, start))
  return after.length - fromEnd
}

/**
 * Puts a word back that fell with its block: when somebody makes a line a heading or a list item, the shared document
 * gets a new block with a copy of what they saw, and they did not see the word. Null when the word is still there, or
 * the block itself was deleted.
 */
export function carriedWord(state: EditorState, word: ComposedWord): Transaction | null {
  const doc: Y.Doc | undefined = ySyncPluginKey.getState(state)?.doc
  const found = findBlock(state.doc, word.blockId)
  if (doc === undefined || found === null || !Y.getItem(doc.store, word.first).deleted) return null
  const at = found.start + movedOffset(word.offset, word.around, textOf(found.block))
  const tr = state.tr.insertText(word.text, at)
  return tr.setSelection(TextSelection.create(tr.doc, at + word.text.length))
}
