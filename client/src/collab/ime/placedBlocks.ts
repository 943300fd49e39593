import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { mostAlike } from '#shared/document/alike.ts'
import { keptCharacters, movedOffset, newPart } from '#shared/document/carryWords.ts'

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
function findLine(doc: ProseMirrorNode, blockId: string | null, text: string): PlacedBlock | null {
  const lines: PlacedBlock[] = []
  if (blockId === null) return null
  doc.descendants((node, at) => {
    if (node.isTextblock && node.attrs.blockId === blockId) lines.push({ node, at })
    return !node.isTextblock
  })
  return mostAlike(lines, text, ({ node }) => textOf(node))
}

/** The line in which the words of another stand now. */
export interface Heir {
  readonly node: ProseMirrorNode
  /** The position where its words begin. */
  readonly from: number
  /** The position of an offset of the other line. */
  readonly placeOf: (offset: number) => number
  /** The position of a character of the other line; null where it is gone. */
  readonly characterAt: (offset: number) => number | null
}

/** A line as it was: its id, and what whoever took it away saw of it, or what one saw oneself. */
export interface FormerLine {
  readonly blockId: string | null
  readonly text: string
}

/** Where the words of a line of the note `before` went: to the line with its id, or to one above it that another has joined it to; null where they are gone. */
export function heirOf(doc: ProseMirrorNode, { blockId, text }: FormerLine, before: ProseMirrorNode): Heir | null {
  const line = findLine(doc, blockId, text)
  if (line === null) return blockId === null ? null : joinedToOneOf(changedAbove(doc, blockId, before), text)
  const now = textOf(line.node)
  const from = line.at + 1
  let kept: ReadonlyMap<number, number> | null = null
  const keptAt = (offset: number): number | undefined => {
    kept ??= keptCharacters(text, now)
    return kept.get(offset)
  }
  return {
    ...{ node: line.node, from, placeOf: (offset) => from + movedOffset(offset, text, now) },
    characterAt: (offset) => {
      const place = keptAt(offset)
      return place === undefined ? null : from + place
    },
  }
}

interface GrownLine extends PlacedBlock {
  /** What it said before. */
  readonly said: string
}

/** The lines of a note that have an id. */
function linesOf(doc: ProseMirrorNode): ReadonlyMap<string, PlacedBlock> {
  const lines = new Map<string, PlacedBlock>()
  doc.descendants((node, at) => {
    const { blockId } = node.attrs
    if (node.isTextblock && typeof blockId === 'string' && !lines.has(blockId)) lines.set(blockId, { node, at })
    return !node.isTextblock
  })
  return lines
}

/** The lines that stood above it and say something else by now, the nearest first. */
function changedAbove(doc: ProseMirrorNode, blockId: string, before: ProseMirrorNode): readonly GrownLine[] {
  const lines = linesOf(doc)
  const formerLines = [...linesOf(before)]
  const above = formerLines.slice(
    0,
    Math.max(
      0,
      formerLines.findIndex(([id]) => id === blockId),
    ),
  )
  return above.toReversed().flatMap(([id, { node }]) => {
    const line = lines.get(id)
    return line === undefined || line.node.eq(node) ? [] : [{ ...line, said: textOf(node) }]
  })
}

const SECOND_HALF = /^[\uDC00-\uDFFF]/

/**
 * To join two lines, by Backspace or over a selection, is to write the end of the second into the first. Less than half of it,
 * with other words behind it, may stand there by chance.
 */
function joinedTo({ node, at, said }: GrownLine, text: string): Heir | null {
  const added = newPart(said, textOf(node))
  const rest = textOf(node).slice(added.offset)
  for (let cut = 0; added.text !== '' && cut < text.length; cut += 1) {
    const end = text.slice(cut)
    const found = end === rest ? 0 : end.length * 2 < text.length ? -1 : added.text.lastIndexOf(end)
    const from = at + 1 + added.offset + found
    if (found >= 0 && !SECOND_HALF.test(end))
      return {
        ...{ node, from: at + 1, placeOf: (offset) => from + Math.max(0, offset - cut) },
        characterAt: (offset) => (offset < cut ? null : from + offset - cut),
      }
  }
  return null
}

function joinedToOneOf(lines: readonly GrownLine[], text: string): Heir | null {
  for (const line of lines) {
    const heir = joinedTo(line, text)
    if (heir !== null) return heir
  }
  return null
}
