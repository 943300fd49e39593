import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { isAlike } from '#shared/document/alike.ts'
import { textOf } from '../ime/placedBlocks.ts'
import { isFromPeers } from './fromPeers.ts'

const KEY = new PluginKey<DecorationSet>('doubledLines')

function noteOf(text: string): HTMLElement {
  const note = document.createElement('p')
  note.className = 'doubled-line'
  note.role = 'note'
  note.contentEditable = 'false'
  note.textContent = text
  return note
}

/** Cost: one walk over the blocks, and over the words of those alone that have an id of another. */
function notesIn(doc: Node, text: string): DecorationSet {
  const seen = new Map<unknown, Node[]>()
  const notes: Decoration[] = []
  doc.descendants((line, at) => {
    if (!line.isTextblock) return true
    const { blockId } = line.attrs
    if (line.content.size === 0 || blockId === null) return false
    const before = seen.get(blockId) ?? []
    if (before.some((other) => isAlike(textOf(other), textOf(line))))
      notes.push(Decoration.widget(at, () => noteOf(text), { side: -1, key: `doubled ${blockId}` }))
    seen.set(blockId, [...before, line])
    return false
  })
  return DecorationSet.create(doc, notes)
}

/**
 * Says above a line with words that it stands there twice. To make a line a heading or a list item is, in the shared document,
 * to write a copy of it under the same id; of two who do so apart both copies stay, since to take one out by itself could lose
 * a word. The id stays the same too: an undo and a word that comes late find by it where the line has gone. Two copies of a
 * line that was empty yet are no such thing once each says something else.
 */
export const doubledLines = (text: string) =>
  Extension.create({
    name: 'doubledLines',
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key: KEY,
        state: {
          init: (_config, { doc }) => notesIn(doc, text),
          apply(transaction, notes, _before, { doc }) {
            if (!transaction.docChanged) return notes
            // Nobody doubles a line by writing; whoever takes one out sees the note go.
            const mayChange = isFromPeers(transaction) || notes !== DecorationSet.empty
            // Under an input method nothing is drawn anew.
            if (!mayChange || transaction.getMeta('composition') !== undefined)
              return notes.map(transaction.mapping, transaction.doc)
            return notesIn(doc, text)
          },
        },
        props: { decorations: (state) => KEY.getState(state) },
      }),
    ],
  })
