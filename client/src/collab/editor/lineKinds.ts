import { type ChainedCommands, type CommandProps, isNodeActive } from '@tiptap/core'
import type { NodeType, Node as ProseMirrorNode } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import { CellSelection } from '@tiptap/pm/tables'
import type { NodeName } from '#shared/document/bodySchema.ts'
import { isSection, partsOf } from './formSection.ts'
import { selectedLines, takeOut } from './plainLines.ts'

type Attributes = { readonly [attribute: string]: unknown }

/** True where a line can be of this kind without being taken out of what it stands in: an entry of a list begins with a plain one. */
const isAllowed = ({ doc }: Transaction, line: number, type: NodeType): boolean => {
  const $line = doc.resolve(line)
  return $line.parent.canReplaceWith($line.index(), $line.index() + 1, type)
}

function makeLines({ tr }: CommandProps, name: NodeName, attributes: Attributes): boolean {
  const type = tr.doc.type.schema.nodes[name]
  if (type === undefined) return false
  for (const line of selectedLines(tr)) {
    const at = isAllowed(tr, line, type) ? line : takeOut(tr, line)
    tr.setBlockType(at + 1, at + 1, type, (before: ProseMirrorNode) =>
      before.type === type ? { ...before.attrs, ...attributes } : { ...attributes, blockId: before.attrs.blockId },
    )
  }
  return true
}

/**
 * Makes every line that is selected one of this kind, under the id that it has. One that is of it already keeps its fields,
 * and none takes over what it said as something else: Tiptap 3.31 empties the fields of several, and gives a decision that was
 * a task the state of a task.
 */
export const setLines = (chain: ChainedCommands, name: NodeName, attributes: Attributes = {}): ChainedCommands =>
  chain.command((props) => makeLines(props, name, attributes))

/** The same; where all are of this kind already, they become plain lines. */
export const toggleLines = (chain: ChainedCommands, name: NodeName, attributes: Attributes = {}): ChainedCommands =>
  chain.command((props) => {
    const isOn = isNodeActive(props.state, name, attributes)
    return isOn ? makeLines(props, 'paragraph', {}) : makeLines(props, name, attributes)
  })

export type ListName = 'bulletList' | 'orderedList' | 'taskList'

const LISTS: { readonly [list in ListName]: (chain: ChainedCommands) => ChainedCommands } = {
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  taskList: (chain) => chain.toggleTaskList(),
}

const UNLISTED = new Set<string>(['table', 'tableRow', 'tableCell', 'tableHeader', 'horizontalRule'])

interface Range {
  readonly from: number
  readonly to: number
}

interface Run extends Range {
  /** True for lines that stand in no list. */
  readonly isOfLines: boolean
}

/**
 * What is selected between two places: each list by itself, and the lines between two lists together. What can stand in no
 * list, a table or a rule, is passed by.
 */
function runsIn(doc: ProseMirrorNode, { from, to }: Range): readonly Run[] {
  const around = doc.resolve(from).blockRange(doc.resolve(to))
  if (around === null || /Item$/.test(around.parent.type.name)) return [{ from, to, isOfLines: false }]
  const runs: Run[] = []
  let lines: Run | undefined
  let at = around.start
  for (const { type, isTextblock, nodeSize } of around.parent.content.content.slice(
    around.startIndex,
    around.endIndex,
  )) {
    const run = { from: Math.max(from, at), to: Math.min(to, at + nodeSize), isOfLines: isTextblock }
    at += nodeSize
    const before = isTextblock ? lines : undefined
    if (before !== undefined) runs.pop()
    const whole: Run = { ...run, from: before?.from ?? run.from }
    if (!UNLISTED.has(type.name)) runs.push(whole)
    lines = isTextblock ? whole : undefined
  }
  return runs
}

/** Each cell that is selected by itself, and what stands under each heading of the form. */
function rangesOf({ doc, selection }: Transaction): readonly Range[] {
  const { from, to, ranges } = selection
  if (ranges.length > 1)
    return ranges
      .map(({ $from, $to }) => ({ from: $from.pos, to: $to.pos }))
      .sort((one, other) => one.from - other.from)
  const touched = partsOf(doc).filter((part) => from <= part.to && to >= part.from)
  if (touched.length < 2 || !touched.some(isSection)) return [{ from, to }]
  return touched.map((part) => ({ from: Math.max(from, part.from), to: Math.min(to, part.to) }))
}

/** True where a line with something in it lies between two places. */
function hasWords(doc: ProseMirrorNode, { from, to }: Range): boolean {
  let isFound = false
  doc.nodesBetween(from, to, ({ inlineContent, content }) => {
    isFound ||= inlineContent && content.size > 0
    return !isFound
  })
  return isFound
}

/**
 * One by one: Tiptap 3.31 finds no list over several headings, and makes plain lines of all that is selected; over lists and
 * lines beside them it does nothing; and of a plain line and a decision behind it it makes one entry.
 */
function toggleEach(props: CommandProps, name: ListName): boolean {
  const { chain, tr } = props
  const before = tr.selection
  const runs = rangesOf(tr).flatMap((range) => runsIn(tr.doc, range))
  const toggle = ({ isOfLines }: Run): boolean => {
    if (isOfLines) makeLines(props, 'paragraph', {})
    return LISTS[name](chain()).run()
  }
  const [first, ...others] = runs
  if (first === undefined) return false
  if (others.length === 0 && first.from === before.from && first.to === before.to) return toggle(first)
  const selected = others.length === 0 ? runs : runs.filter((run) => hasWords(tr.doc, run))
  const select = ({ from, to }: Range): void => {
    tr.setSelection(TextSelection.between(tr.doc.resolve(from), tr.doc.resolve(to)))
  }
  const isList = (run: Run): boolean => {
    select(run)
    // Within a chain only its next command is told of a selection.
    return chain()
      .command(({ state }) => isNodeActive(state, name))
      .run()
  }
  const isOn = selected.every(isList)
  const stepCount = tr.steps.length
  for (const run of selected.toReversed()) if (isList(run) === isOn) toggle(run)
  const mapping = tr.mapping.slice(stepCount)
  if (before instanceof CellSelection) tr.setSelection(before.map(tr.doc, mapping))
  else select({ from: mapping.map(before.from, -1), to: mapping.map(before.to, 1) })
  return true
}

/** Makes lists of what is selected, or lines again where all of it is such a list. */
export const toggleLists = (chain: ChainedCommands, name: ListName): ChainedCommands =>
  chain.command((props) => toggleEach(props, name))
