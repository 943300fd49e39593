import { type Alignment, alignSequences } from './alignSequences.ts'
import type { ExtractElement, ExtractNode, ExtractText } from './extract.ts'

/** The text between two elements of a line, as one. */
export interface TextGroup {
  readonly type: 'text'
  readonly runs: readonly ExtractText[]
}

/** What stands side by side in an element: elements, and between them at most one group of text. */
export type Side = ExtractElement | TextGroup

/** Elements inside a line: two that differ are two, never one that was changed. */
const INLINE: readonly string[] = ['hardBreak', 'organisationMention']

export function sidesOf(nodes: readonly ExtractNode[]): readonly Side[] {
  const sides: Side[] = []
  for (const node of nodes) {
    const last = sides.at(-1)
    if (node.type !== 'text') sides.push(node)
    else if (last?.type === 'text') sides[sides.length - 1] = { type: 'text', runs: [...last.runs, node] }
    else sides.push({ type: 'text', runs: [node] })
  }
  return sides
}

/**
 * Which of two lists of neighbours are the same thing at two times: blocks by their id, what has no id by what it holds,
 * and what is left, between those, by its kind and order.
 */
export function pairSides(before: readonly Side[], after: readonly Side[]): Alignment {
  const ids = commonIds(before, after)
  const sure = alignSequences(
    before.map((side) => keyOf(side, ids)),
    after.map((side) => keyOf(side, ids)),
  )
  const pairs: (readonly [number, number])[] = []
  let [beforeFrom, afterFrom] = [0, 0]
  for (const [beforeTo, afterTo] of [...sure, [before.length, after.length] as const]) {
    pairs.push(...pairGap({ before, after, ids }, { beforeFrom, beforeTo, afterFrom, afterTo }))
    if (beforeTo < before.length) pairs.push([beforeTo, afterTo])
    beforeFrom = beforeTo + 1
    afterFrom = afterTo + 1
  }
  return pairs
}

interface Sides {
  readonly before: readonly Side[]
  readonly after: readonly Side[]
  readonly ids: ReadonlySet<string>
}

interface Gap {
  readonly beforeFrom: number
  readonly beforeTo: number
  readonly afterFrom: number
  readonly afterTo: number
}

function pairGap({ before, after, ids }: Sides, gap: Gap): Alignment {
  const pairs: [number, number][] = []
  let next = gap.afterFrom
  for (let place = gap.beforeFrom; place < gap.beforeTo; place++) {
    const side = before[place]
    if (side === undefined || !mayPairByOrder(side, ids)) continue
    const rest = after.slice(next, gap.afterTo)
    const found = rest.findIndex((other) => other.type === side.type && mayPairByOrder(other, ids))
    if (found < 0) continue
    pairs.push([place, next + found])
    next += found + 1
  }
  return pairs
}

const mayPairByOrder = (side: Side, ids: ReadonlySet<string>): boolean =>
  side.type === 'text' || (!INLINE.includes(side.type) && idOf(side, ids) === null)

function keyOf(side: Side, ids: ReadonlySet<string>): string {
  if (side.type === 'text') return JSON.stringify(side)
  const id = idOf(side, ids)
  return id === null ? JSON.stringify(side) : `${side.type} ${id}`
}

/** The block's id, when both lists have it once. A block whose id one side lacks has come or gone. */
function idOf({ attrs }: ExtractElement, ids: ReadonlySet<string>): string | null {
  const id = attrs.blockId
  if (typeof id !== 'string' || id === '') return null
  return ids.has(id) ? id : `${id}?`
}

function commonIds(before: readonly Side[], after: readonly Side[]): ReadonlySet<string> {
  const [here, there] = [idsOnce(before), idsOnce(after)]
  return new Set([...here].filter((id) => there.has(id)))
}

function idsOnce(sides: readonly Side[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const side of sides) {
    const id = side.type === 'text' ? undefined : side.attrs.blockId
    if (typeof id === 'string' && id !== '') counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count === 1).map(([id]) => id))
}
