import { Fragment, type Node, type NodeType, type Schema } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { uuidv4 } from 'lib0/random'

/** Entries of lists: each must begin with a plain line, and others may have taken that out while one made the next something else. */
const ENTRIES = ['listItem', 'taskItem']

type Made = Parameters<NodeType['createChecked']>

/**
 * Has an entry of a list that lacks its first line be drawn with an empty one, and adds it to `drawn`. y-tiptap deletes what
 * cannot be drawn, for everybody and with all its words.
 */
export function drawWithFirstLine({ nodes }: Schema, drawn: Set<Node>): void {
  for (const type of ENTRIES.flatMap((name) => nodes[name] ?? [])) {
    const checked = type.createChecked.bind(type)
    type.createChecked = (...[attrs, content, marks]: Made) => {
      const given = Fragment.from(content)
      const entry = given.size === 0 ? null : type.createAndFill(attrs, given, marks)
      if (entry === null || entry.childCount === given.childCount) return checked(attrs, content, marks)
      drawn.add(entry)
      return entry
    }
  }
}

/** Puts the lines that were only drawn into the shared document, too; null where there are none. */
export function keepFirstLines({ doc, tr }: EditorState, drawn: Set<Node>): Transaction | null {
  if (drawn.size === 0) return null
  doc.descendants((node, at) => {
    // With an id of its own it is another line than the one that was drawn, and goes to the others as one written here.
    if (drawn.has(node)) tr.setNodeAttribute(at + 1, 'blockId', uuidv4())
    return !node.isTextblock
  })
  drawn.clear()
  return tr.docChanged ? tr.setMeta('addToHistory', false) : null
}
