import { DOMParser, Fragment, type ParseRule, type Node as ProseMirrorNode, type Schema, Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin } from '@tiptap/pm/state'
import { BLOCK_NODES } from '#shared/document/bodySchema.ts'

const blockNames = new Set<string>(BLOCK_NODES)

export const isBlock = (node: ProseMirrorNode): boolean => blockNames.has(node.type.name)

/** What is moved within the note: whether the line that it begins with is whole at its beginning, and the last at its end. */
interface Moved {
  readonly isWhole: readonly [beginning: boolean, end: boolean]
}

/** How many levels of a node are torn open, before and behind. */
type Open = readonly [before: number, behind: number]

/** True for a block that is moved as a whole, and for a line that is with all its words. */
function isKept({ isTextblock }: ProseMirrorNode, [before, behind]: Open, { isWhole }: Moved): boolean {
  if (before === 0 && behind === 0) return true
  return isTextblock && (before === 0 || isWhole[0]) && (behind === 0 || isWhole[1])
}

/** True for a block that is put in under the id that it has. */
type KeepsId = (node: ProseMirrorNode, open: Open) => boolean

/** The same slice, each block of it under a new id but those that keep theirs. */
function underNewIds({ content, openStart, openEnd }: Slice, keepsId: KeepsId, newId: () => string): Slice {
  const renewed = content.content.map((node, index) => {
    if (node.isText) return node
    const open: Open = [index === 0 ? openStart : 0, index === content.childCount - 1 ? openEnd : 0]
    const inner = new Slice(node.content, Math.max(0, open[0] - 1), Math.max(0, open[1] - 1))
    const within = underNewIds(inner, keepsId, newId).content
    const isOld = !isBlock(node) || keepsId(node, open)
    return isOld ? node.copy(within) : node.type.create({ ...node.attrs, blockId: newId() }, within, node.marks)
  })
  return new Slice(Fragment.from(renewed), openStart, openEnd)
}

/** The ids of the blocks that are selected, wholly or in part. */
function selectedIds({ doc, selection }: EditorState): ReadonlySet<unknown> {
  const ids = new Set<unknown>()
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, (node) => {
      if (isBlock(node)) ids.add(node.attrs.blockId)
    })
  return ids
}

/** Each of the blocks that were cut once, where it does not stand in the note: another, or an undo, may have brought it back. */
function ofCut(cut: ReadonlySet<unknown>, doc: ProseMirrorNode): KeepsId {
  const left = new Set(cut)
  if (left.size > 0) doc.descendants(({ attrs }) => void left.delete(attrs.blockId))
  return ({ attrs }) => left.delete(attrs.blockId)
}

/** Reads what is pasted with its ids. What the browser itself puts into the text is read without: there a line that it tears has its id twice. */
function withIdsRead(schema: Schema): DOMParser {
  const rules = DOMParser.fromSchema(schema).rules.map((rule): ParseRule => {
    if (rule.tag === undefined || rule.node === undefined || !blockNames.has(rule.node)) return rule
    const getAttrs = (element: HTMLElement) => {
      const attrs = rule.getAttrs === undefined ? rule.attrs : rule.getAttrs(element)
      return attrs === false ? false : { ...attrs, blockId: element.getAttribute('data-blockid') }
    }
    return { ...rule, getAttrs }
  })
  return new DOMParser(schema, rules)
}

/** What is put in gets its ids before: one after the other, each would make the whole document anew. */
export function pastedIds(schema: Schema, newId: () => string): Plugin {
  let moved: Moved | null = null
  let cut: ReadonlySet<unknown> = new Set()
  return new Plugin({
    props: {
      clipboardParser: withIdsRead(schema),
      handleDOMEvents: {
        cut({ state }) {
          if (!state.selection.empty) cut = selectedIds(state)
          return false
        },
        drop({ dragging, state }, { ctrlKey, altKey }) {
          const { $from, $to } = state.selection
          const isWhole = [$from.parentOffset === 0, $to.parentOffset === $to.parent.content.size] as const
          moved = dragging === null || ctrlKey || altKey ? null : { isWhole }
          return false
        },
      },
      transformPasted(slice, { state }) {
        const was = moved
        moved = null
        const keepsId: KeepsId = was === null ? ofCut(cut, state.doc) : (node, open) => isKept(node, open, was)
        return underNewIds(slice, keepsId, newId)
      },
    },
  })
}
