import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { mostAlike } from '#shared/document/alike.ts'

/** One character for each position, so that an offset in the text is one in the block. */
export const textOf = (block: ProseMirrorNode): string => block.textBetween(0, block.content.size, undefined, '\ufffc')

export interface PlacedBlock {
  readonly node: ProseMirrorNode
  /** The position before the block. */
  readonly at: number
}

/** The block with this id; null without one. Cost: a walk through the whole note. */
export function findBlock(doc: ProseMirrorNode, blockId: string | null): PlacedBlock | null {
  let found: PlacedBlock | null = null
  if (blockId === null) return null
  doc.descendants((node, at) => {
    if (found === null && node.attrs.blockId === blockId) found = { node, at }
    return found === null
  })
  return found
}

/** The line with this id that says most nearly what `text` says; null where none has it. Cost: a walk through the whole note. */
export function findLine(doc: ProseMirrorNode, blockId: string | null, text: string): PlacedBlock | null {
  const lines: PlacedBlock[] = []
  if (blockId === null) return null
  doc.descendants((node, at) => {
    if (node.isTextblock && node.attrs.blockId === blockId) lines.push({ node, at })
    return !node.isTextblock
  })
  return mostAlike(lines, text, ({ node }) => textOf(node))
}
