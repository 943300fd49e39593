import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { type ProsemirrorBinding, updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { alignSequences } from '#shared/document/alignSequences.ts'

type Mapping = ProsemirrorBinding['mapping']

/** A block of the shared document, what the editor has instead of it, or both where they are one block. */
interface Entry {
  readonly block: Y.XmlElement | null
  readonly node: Node | null
}

/** Blocks that have no counterpart are, at the same place, one where they are of one kind, as when a line gets its id. */
function besideEachOther(blocks: readonly Y.XmlElement[], nodes: readonly Node[]): readonly Entry[] {
  const entries: Entry[] = []
  const left = [...blocks]
  for (const [place, node] of nodes.entries()) {
    const isNext = (): boolean => left[0]?.nodeName === node.type.name
    while (!isNext() && left.length > nodes.length - place) entries.push({ block: left.shift() ?? null, node: null })
    entries.push({ block: isNext() ? (left.shift() ?? null) : null, node })
  }
  return [...entries, ...left.map((block) => ({ block, node: null }))]
}

/** The same key for a block and what the editor has instead of it: by what it was read as, which rows of a table go by alone, or by its id. */
function keysOf(blocks: readonly Y.XmlElement[], nodes: readonly Node[], mapping: Mapping) {
  const read = blocks.map((block) => mapping.get(block))
  const unchanged = new Map(nodes.map((node, place) => [node, `unchanged ${place}`]))
  const wasRead = new Set(read)
  const byId = (name: string, blockId: unknown, side: string): string =>
    `${name} ${typeof blockId === 'string' ? blockId : side}`
  return {
    before: blocks.map((block, place) => {
      const node = read[place]
      const same = node === undefined || Array.isArray(node) ? undefined : unchanged.get(node)
      return same ?? byId(block.nodeName, block.getAttribute('blockId'), 'before')
    }),
    after: nodes.map((node) =>
      wasRead.has(node) ? (unchanged.get(node) ?? '') : byId(node.type.name, node.attrs.blockId, 'after'),
    ),
  }
}

function entriesOf(blocks: readonly Y.XmlElement[], nodes: readonly Node[], mapping: Mapping): readonly Entry[] {
  const { before, after } = keysOf(blocks, nodes, mapping)
  const entries: Entry[] = []
  let [blockAt, nodeAt] = [0, 0]
  for (const [blockTo, nodeTo] of alignSequences(before, after)) {
    entries.push(...besideEachOther(blocks.slice(blockAt, blockTo), nodes.slice(nodeAt, nodeTo)))
    entries.push({ block: blocks[blockTo] ?? null, node: nodes[nodeTo] ?? null })
    blockAt = blockTo + 1
    nodeAt = nodeTo + 1
  }
  return [...entries, ...besideEachOther(blocks.slice(blockAt), nodes.slice(nodeAt))]
}

/** How many of both lists are the same at their beginning, as at each key nearly all are. */
function unchangedStart(blocks: readonly Y.XmlElement[], nodes: readonly Node[], mapping: Mapping): number {
  const changed = nodes.findIndex((node, place) => {
    const block = blocks[place]
    return block === undefined || mapping.get(block) !== node
  })
  return changed < 0 ? nodes.length : changed
}

interface Changed {
  /** The place of the first that is not as it was. */
  readonly at: number
  readonly blocks: readonly Y.XmlElement[]
  readonly nodes: readonly Node[]
}

/** What is not as it was below `parent`, between what is; null where it holds something that is no block. */
function changedBelow(parent: Y.XmlFragment, node: Node, mapping: Mapping): Changed | null {
  const blocks = parent.toArray().filter((child) => child instanceof Y.XmlElement)
  if (blocks.length < parent.length) return null
  const at = unchangedStart(blocks, node.children, mapping)
  const behind = unchangedStart(blocks.slice(at).reverse(), node.children.slice(at).reverse(), mapping)
  return {
    at,
    blocks: blocks.slice(at, blocks.length - behind),
    nodes: node.children.slice(at, node.childCount - behind),
  }
}

/** Gives each block below `node` its place in the shared document, without words where it is new, and takes out those that are gone. */
function alignBlocks(parent: Y.XmlFragment, node: Node, mapping: Mapping): void {
  if (node.inlineContent || mapping.get(parent) === node) return
  const changed = changedBelow(parent, node, mapping)
  if (changed === null) return
  // y-tiptap looks no further into what is equal by now, and would go on taking what stands in it for what it was.
  mapping.delete(parent)
  let { at } = changed
  for (const entry of entriesOf(changed.blocks, changed.nodes, mapping)) {
    alignEntry(parent, at, { ...entry, mapping })
    if (entry.node !== null) at += 1
  }
}

function alignEntry(parent: Y.XmlFragment, at: number, { block, node, mapping }: Entry & { mapping: Mapping }): void {
  if (block !== null && node !== null) alignBlocks(block, node, mapping)
  else if (node !== null) parent.insert(at, [new Y.XmlElement(node.type.name)])
  else if (block !== null) {
    mapping.delete(block)
    parent.delete(at)
  }
}

/** The one block that is not as it was below `parent`, and what it is to say; null where more is different. */
function onlyChanged(parent: Y.XmlFragment, node: Node, mapping: Mapping) {
  const changed = changedBelow(parent, node, mapping)
  const [block, ...otherBlocks] = changed?.blocks ?? []
  const [said, ...otherNodes] = changed?.nodes ?? []
  if (block === undefined || said === undefined || otherBlocks.length + otherNodes.length > 0) return null
  return block.nodeName === said.type.name ? { block, node: said } : null
}

/**
 * Writes what is different. At each key that is one line: all around it is passed by, which y-tiptap would walk through four
 * times. What the parent itself says of itself is as the node has it.
 */
function writeChanged(binding: ProsemirrorBinding, parent: Y.XmlFragment, node: Node): void {
  const { doc, mapping } = binding
  const changed = onlyChanged(parent, node, mapping)
  if (changed === null) {
    alignBlocks(parent, node, mapping)
    updateYFragment(doc, parent, node, binding)
    return
  }
  mapping.set(parent, node)
  if (isSameAround(mapping.get(changed.block), changed.node)) writeChanged(binding, changed.block, changed.node)
  else {
    alignBlocks(changed.block, changed.node, mapping)
    updateYFragment(doc, changed.block, changed.node, binding)
  }
}

/** True where only what stands within a block can be different. */
const isSameAround = (before: ReturnType<Mapping['get']>, node: Node): boolean =>
  !node.inlineContent && before !== undefined && !Array.isArray(before) && before.sameMarkup(node)

/**
 * Has y-tiptap write into each block what it says by its id. Version 3.0.9 pairs the blocks between two that have not changed by
 * their places: Enter at the beginning of a line, or in the one above, would leave the line's text to the empty line and write
 * all its words anew, and of what another makes of it meanwhile they would stand twice.
 */
export const LinesByIds = Extension.create({
  name: 'linesByIds',
  addProseMirrorPlugins: () => [
    new Plugin({
      view({ state }) {
        const binding: ProsemirrorBinding = ySyncPluginKey.getState(state).binding
        binding._prosemirrorChanged = (doc) => {
          // Asked whenever the view changes: where nothing has been written since the last time, there is nothing to walk through.
          if (binding.mapping.get(binding.type) === doc) return
          binding.doc.transact(() => {
            writeChanged(binding, binding.type, doc)
          }, ySyncPluginKey)
        }
        return {}
      },
    }),
  ],
})
