import * as Y from 'yjs'
import type { Alignment } from './alignSequences.ts'
import { NODES } from './bodySchema.ts'
import { isNodeName } from './bodyStructure.ts'
import { compareText } from './compareText.ts'
import type { Attributes, ExtractElement, ExtractMark, ExtractText } from './extract.ts'
import { pairSides, type Side, sidesOf } from './pairNodes.ts'
import { bodyOf, readNode } from './readBody.ts'

/**
 * Makes a document's body say what `target` says, by the fewest changes that can be found: what is in both stays the same
 * thing, so that whatever somebody types into it meanwhile stays too.
 *
 * Cost: one reading of the body and one comparison. Call it in a transaction.
 */
export function reviseBody(doc: Y.Doc, target: ExtractElement): void {
  reviseChildren(bodyOf(doc), sidesOf(target.content))
}

/** A child as it stands in the document: an element, or neighbouring texts, which read as one. */
interface Standing {
  readonly side: Side
  readonly nodes: readonly (Y.XmlElement | Y.XmlText)[]
}

/** Steps go forward through the children; `index` is where the next one stands. */
function reviseChildren(parent: Y.XmlFragment, target: readonly Side[]): void {
  const standing = standingIn(parent)
  const sides = standing.map(({ side }) => side)
  const pairs: Alignment = [...pairSides(sides, target), [standing.length, target.length]]
  let [index, beforeFrom, afterFrom] = [0, 0, 0]
  for (const [beforeTo, afterTo] of pairs) {
    for (const gone of standing.slice(beforeFrom, beforeTo)) index += takeOut(parent, index, gone)
    const added = target.slice(afterFrom, afterTo).map(made)
    if (added.length > 0) parent.insert(index, added)
    index += added.length
    const [kept, side] = [standing[beforeTo], target[afterTo]]
    if (kept !== undefined && side !== undefined) {
      revise(kept, side)
      index += kept.nodes.length
    }
    beforeFrom = beforeTo + 1
    afterFrom = afterTo + 1
  }
}

function standingIn(parent: Y.XmlFragment): readonly Standing[] {
  const standing: Standing[] = []
  for (const node of parent.toArray()) {
    if (!(node instanceof Y.XmlElement || node instanceof Y.XmlText)) continue
    const [side] = sidesOf(readNode(node))
    const last = standing.at(-1)
    if (node instanceof Y.XmlElement) standing.push({ side: side ?? NOTHING, nodes: [node] })
    else if (last?.side.type === 'text') standing[standing.length - 1] = joined(last, side, node)
    else standing.push({ side: side ?? NOTHING, nodes: [node] })
  }
  return standing
}

const NOTHING: Side = { type: 'text', runs: [] }

const joined = ({ side, nodes }: Standing, next: Side | undefined, node: Y.XmlText): Standing => ({
  side: { type: 'text', runs: [...runsOf(side), ...runsOf(next)] },
  nodes: [...nodes, node],
})

const runsOf = (side: Side | undefined): readonly ExtractText[] => (side?.type === 'text' ? side.runs : [])

/** How many places it leaves behind: an emptied text stays where it was, since somebody may be typing into it. */
function takeOut(parent: Y.XmlFragment, index: number, { nodes }: Standing): number {
  if (nodes.every((node) => node instanceof Y.XmlText)) {
    for (const node of nodes) node.delete(0, node.length)
    return nodes.length
  }
  parent.delete(index, nodes.length)
  return 0
}

function revise({ side, nodes }: Standing, target: Side): void {
  const [first, ...others] = nodes
  if (first instanceof Y.XmlElement) {
    if (target.type !== 'text') reviseElement(first, target)
  } else if (first !== undefined && JSON.stringify(side) !== JSON.stringify(target)) {
    for (const other of others) if (other instanceof Y.XmlText) other.delete(0, other.length)
    reviseText(first, runsOf(target))
  }
}

function reviseElement(element: Y.XmlElement, { attrs, content }: ExtractElement): void {
  const [read] = readNode(element)
  const before = read === undefined || read.type === 'text' ? {} : read.attrs
  for (const name of Object.keys(before)) if (!(name in attrs)) element.removeAttribute(name)
  for (const [name, value] of Object.entries(attrs)) {
    if (JSON.stringify(before[name]) !== JSON.stringify(value)) setAttribute(element, name, value)
  }
  reviseChildren(element, sidesOf(content))
}

function reviseText(text: Y.XmlText, target: readonly ExtractText[]): void {
  const before = readNode(text).filter((node) => node.type === 'text')
  text.applyDelta(
    compareText(before, target).map(({ text: run, marks, change }) => {
      if (change === 'same') return { retain: run.length }
      return change === 'removed' ? { delete: run.length } : { insert: run, attributes: marksAsAttributes(marks) }
    }),
  )
}

function made(side: Side): Y.XmlElement | Y.XmlText {
  if (side.type === 'text') return madeText(side.runs)
  const element = new Y.XmlElement(side.type)
  for (const [name, value] of Object.entries(side.attrs)) setAttribute(element, name, value)
  element.insert(0, sidesOf(side.content).map(made))
  return element
}

function madeText(runs: readonly ExtractText[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(runs.map(({ text: insert, marks }) => ({ insert, attributes: marksAsAttributes(marks) })))
  return text
}

/** Yjs says of attributes that they are strings; numbers, truth values and lists are kept as they are. */
function setAttribute(element: Y.XmlElement, name: string, value: Attributes[string]): void {
  if (isNodeName(element.nodeName) && !Object.hasOwn(NODES[element.nodeName], name)) return
  element.setAttribute(name, value as string)
}

const marksAsAttributes = (marks: readonly ExtractMark[]) =>
  Object.fromEntries(marks.map(({ type, attrs }) => [type, attrs]))
