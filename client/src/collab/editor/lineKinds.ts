import { type ChainedCommands, type CommandProps, isNodeActive } from '@tiptap/core'
import { setBlockType } from '@tiptap/pm/commands'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import type { NodeName } from '#shared/document/bodySchema.ts'
import { isSection, partsOf } from './formSection.ts'

type Attributes = { readonly [attribute: string]: unknown }

interface Line {
  readonly at: number
  readonly blockId: unknown
}

function selectedLines({ doc, selection }: Transaction): readonly Line[] {
  const lines: Line[] = []
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, ({ isTextblock, attrs }, at) => {
      if (isTextblock) lines.push({ at, blockId: attrs.blockId })
    })
  return lines
}

/** Does something that makes no line and takes none out, and leaves each its id: Tiptap 3.31 takes it from what comes out of a list. */
function underTheirIds(tr: Transaction, act: () => boolean): boolean {
  const before = selectedLines(tr)
  const isDone = act()
  const after = selectedLines(tr)
  if (after.length !== before.length) return isDone
  for (const [place, { at, blockId }] of after.entries())
    if (blockId === null) tr.setNodeAttribute(at, 'blockId', before[place]?.blockId)
  return isDone
}

function makeLines({ state, commands, tr }: CommandProps, name: NodeName, attributes: Attributes): boolean {
  const type = state.schema.nodes[name]
  const isFree = type !== undefined && setBlockType(type, attributes)(state)
  if (type === undefined || !(isFree || underTheirIds(tr, () => commands.clearNodes()))) return false
  const attributesOf = (before: { readonly type: unknown; readonly attrs: Attributes }): Attributes =>
    before.type === type ? { ...before.attrs, ...attributes } : { ...attributes, blockId: before.attrs.blockId }
  for (const { $from, $to } of tr.selection.ranges) tr.setBlockType($from.pos, $to.pos, type, attributesOf)
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

interface Range {
  readonly from: number
  readonly to: number
}

/** What is selected between two places: each list by itself, and the lines between two lists together. */
function runsIn(doc: ProseMirrorNode, { from, to }: Range): readonly Range[] {
  const around = doc.resolve(from).blockRange(doc.resolve(to))
  if (around === null || /Item$/.test(around.parent.type.name)) return [{ from, to }]
  const runs: Range[] = []
  let wasList = true
  let at = around.start
  for (const child of around.parent.content.content.slice(around.startIndex, around.endIndex)) {
    const isList = child.type.name in LISTS
    const run = { from: Math.max(from, at), to: Math.min(to, at + child.nodeSize) }
    const before = isList || wasList ? undefined : runs.pop()
    runs.push(before === undefined ? run : { from: before.from, to: run.to })
    wasList = isList
    at += child.nodeSize
  }
  return runs
}

/** Under each heading of the form by itself. */
function rangesOf({ doc, selection: { from, to } }: Transaction): readonly Range[] {
  const touched = partsOf(doc).filter((part) => from <= part.to && to >= part.from)
  if (touched.length < 2 || !touched.some(isSection)) return [{ from, to }]
  return touched.map((part) => ({ from: Math.max(from, part.from), to: Math.min(to, part.to) }))
}

/** One by one: Tiptap 3.31 finds no list over several headings, and makes plain lines of all that is selected; over lists and lines beside them it does nothing. */
function toggleEach({ chain, tr }: CommandProps, name: ListName): boolean {
  const { from, to } = tr.selection
  const ranges = rangesOf(tr).flatMap((range) => runsIn(tr.doc, range))
  const toggle = (): boolean => underTheirIds(tr, () => LISTS[name](chain()).run())
  if (ranges.length < 2) return toggle()
  const selected = ranges.filter((range) => tr.doc.textBetween(range.from, range.to) !== '')
  const select = (start: number, end: number): void => {
    tr.setSelection(TextSelection.between(tr.doc.resolve(start), tr.doc.resolve(end)))
  }
  const isList = (range: Range): boolean => {
    select(range.from, range.to)
    // Within a chain only its next command is told of a selection.
    return chain()
      .command(({ state }) => isNodeActive(state, name))
      .run()
  }
  const isOn = selected.every(isList)
  const stepCount = tr.steps.length
  for (const range of selected.toReversed()) if (isList(range) === isOn) toggle()
  const mapping = tr.mapping.slice(stepCount)
  select(mapping.map(from, -1), mapping.map(to, 1))
  return true
}

/** Makes lists of what is selected, or lines again where all of it is such a list. */
export const toggleLists = (chain: ChainedCommands, name: ListName): ChainedCommands =>
  chain.command((props) => toggleEach(props, name))
