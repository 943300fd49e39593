import { type ChainedCommands, type CommandProps, isNodeActive } from '@tiptap/core'
import { setBlockType } from '@tiptap/pm/commands'
import type { NodeName } from '#shared/document/bodySchema.ts'
import { isInOneLine } from './isInOneLine.ts'

type Attributes = { readonly [attribute: string]: unknown }

function makeLines({ state, commands, tr }: CommandProps, name: NodeName, attributes: Attributes): boolean {
  const type = state.schema.nodes[name]
  // What is lifted out of a list loses it.
  const onlyId: unknown = isInOneLine(state.selection) ? state.selection.$from.parent.attrs.blockId : null
  if (type === undefined || !(setBlockType(type, attributes)(state) || commands.clearNodes())) return false
  const attributesOf = (before: { readonly type: unknown; readonly attrs: Attributes }): Attributes =>
    before.type === type
      ? { ...before.attrs, ...attributes }
      : { ...attributes, blockId: before.attrs.blockId ?? onlyId }
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
