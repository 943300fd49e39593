import type { Alignment } from './alignSequences.ts'
import { compareText, type DifferenceText } from './compareText.ts'
import type { Attributes, ExtractElement, ExtractNode } from './extract.ts'
import { pairSides, type Side, sidesOf } from './pairNodes.ts'

/** `altered`: an element that stayed and whose attributes are others now. */
export type Change = 'same' | 'added' | 'removed' | 'altered'

/** An element in both, or in one only; what is inside one that was added or removed was so too. */
export interface DifferenceElement {
  readonly type: ExtractElement['type']
  readonly change: Change
  /** As they are after; as they were, for one that was removed. */
  readonly attrs: Attributes
  /** As they were; null unless they are others now. */
  readonly attrsBefore: Attributes | null
  readonly content: readonly DifferenceNode[]
}

export type DifferenceNode = DifferenceElement | DifferenceText

/**
 * What became of a body between two times: blocks matched by their id, text by word. Leaving out what was added gives the
 * body before, leaving out what was removed the body after; two equal bodies differ in nothing.
 */
export function compareBodies(before: ExtractElement, after: ExtractElement): DifferenceElement {
  const isAltered = JSON.stringify(sorted(before.attrs)) !== JSON.stringify(sorted(after.attrs))
  return {
    type: after.type,
    change: isAltered ? 'altered' : 'same',
    attrs: after.attrs,
    attrsBefore: isAltered ? before.attrs : null,
    content: compareSides(sidesOf(before.content), sidesOf(after.content)),
  }
}

/** The difference as it may be shown to whoever may read the body after, and nothing that was taken out of it. */
export function withoutRemoved(difference: DifferenceElement): DifferenceElement {
  const content = difference.content.flatMap((node): readonly DifferenceNode[] => {
    if (node.change === 'removed') return []
    return [node.type === 'text' ? node : withoutRemoved(node)]
  })
  return { ...difference, attrsBefore: null, content }
}

/** How much a difference holds, for a list. */
export interface DifferenceSize {
  /** Unit: UTF-16 code units of text. */
  readonly added: number
  readonly removed: number
  /** Blocks that came, went, or carry other attributes. */
  readonly blocks: number
}

export function differenceSize(node: DifferenceNode): DifferenceSize {
  if (node.type === 'text') {
    const length = node.text.length
    return {
      added: node.change === 'added' ? length : 0,
      removed: node.change === 'removed' ? length : 0,
      blocks: 0,
    }
  }
  const inside = node.content.map(differenceSize)
  return {
    added: inside.reduce((sum, { added }) => sum + added, 0),
    removed: inside.reduce((sum, { removed }) => sum + removed, 0),
    blocks: inside.reduce((sum, { blocks }) => sum + blocks, node.change === 'same' ? 0 : 1),
  }
}

function compareSides(before: readonly Side[], after: readonly Side[]): readonly DifferenceNode[] {
  const pairs: Alignment = [...pairSides(before, after), [before.length, after.length]]
  const nodes: DifferenceNode[] = []
  let [beforeFrom, afterFrom] = [0, 0]
  for (const [beforeTo, afterTo] of pairs) {
    nodes.push(...before.slice(beforeFrom, beforeTo).flatMap((side) => whole(side, 'removed')))
    nodes.push(...after.slice(afterFrom, afterTo).flatMap((side) => whole(side, 'added')))
    const [was, is] = [before[beforeTo], after[afterTo]]
    if (was !== undefined && is !== undefined) nodes.push(...comparePair(was, is))
    beforeFrom = beforeTo + 1
    afterFrom = afterTo + 1
  }
  return nodes
}

function comparePair(before: Side, after: Side): readonly DifferenceNode[] {
  if (before.type === 'text') return after.type === 'text' ? compareText(before.runs, after.runs) : []
  return after.type === 'text' ? [] : [compareBodies(before, after)]
}

function whole(node: ExtractNode | Side, change: 'added' | 'removed'): readonly DifferenceNode[] {
  if (node.type !== 'text') {
    const content = node.content.flatMap((child) => whole(child, change))
    return [{ type: node.type, change, attrs: node.attrs, attrsBefore: null, content }]
  }
  const runs = 'runs' in node ? node.runs : [node]
  return runs.map((run) => ({ ...run, change }))
}

const sorted = (attrs: Attributes) => Object.entries(attrs).sort(([one], [other]) => (one < other ? -1 : 1))
