import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode, Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import { dropPoint } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import { hasSameHeadings, isSection, type Part, partsOf } from './formSection.ts'
import { isFromPeers } from './fromPeers.ts'
import { readCaret } from './readCaret.ts'

/** What is selected over headings of the form taken out under each of them, and the caret where it began; null where it is under one, or under none. */
function withoutSelected(state: EditorState): Transaction | null {
  const { from, to, empty } = state.selection
  if (empty) return null
  const touched = partsOf(state.doc).filter((part) => from <= part.to && to >= part.from)
  const [first] = touched
  if (first === undefined || touched.length < 2 || !touched.some(isSection)) return null
  const { tr } = state
  for (const part of touched.toReversed()) {
    clear(tr, part, { from: Math.max(from, part.from), to: Math.min(to, part.to), isFirst: part === first })
  }
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.max(from, first.from)))).scrollIntoView()
}

interface Cleared {
  readonly from: number
  readonly to: number
  readonly isFirst: boolean
}

/** The line that the selection begins in stays, for what is written there instead; and no section goes, or is left without a line. */
function clear(tr: Transaction, part: Part, { from, to, isFirst }: Cleared): void {
  const isInForm = isSection(part)
  const isWhole = from === part.from && to === part.to
  if (!isInForm && isWhole && !isFirst) tr.delete(from - 1, to + 1)
  else if (isInForm && from === part.from) tr.deleteRange(from, to)
  else tr.delete(from, to)
  const left = isInForm ? tr.doc.nodeAt(part.from - 1) : null
  const { paragraph } = tr.doc.type.schema.nodes
  if (left?.childCount === 0 && paragraph !== undefined) tr.insert(part.from, paragraph.create())
}

/** The same for a deletion that would take headings along: of the keyboard, of a cut, of a word that begins to be composed. */
function withHeadings(state: EditorState, transaction: Transaction): Transaction {
  if (!transaction.docChanged || isFromPeers(transaction)) return transaction
  if (hasSameHeadings(transaction.doc, state.doc)) return transaction
  const isDeletion = transaction.doc.eq(state.tr.deleteSelection().doc)
  return (isDeletion ? withoutSelected(state) : null) ?? transaction
}

/** What comes without a key, from a list of characters or by voice: the text, none for a deletion; null for anything else. */
function textOf({ inputType, data }: InputEvent): string | null {
  if (inputType.startsWith('delete')) return ''
  return inputType === 'insertText' || inputType === 'insertReplacementText' ? data : null
}

/** Puts the text over headings of the form; false where what is selected is under one. */
function putOver(view: EditorView, text: string): boolean {
  const cleared = withoutSelected(view.state)
  if (cleared !== null) view.dispatch(text === '' ? cleared : cleared.insertText(text))
  return cleared !== null
}

/** Where something goes that is let go between two headings: to the end of what is under the one before, or under the first to the beginning. */
function placeInForm(doc: ProseMirrorNode, place: number): number {
  const { depth, nodeBefore, nodeAfter } = doc.resolve(place)
  const beside = [nodeBefore, nodeAfter].filter((node) => node !== null)
  const isInForm = beside.length > 0 && beside.every(({ type }) => type.name === 'formSection')
  if (depth > 0 || !isInForm) return place
  return nodeBefore === null ? place + 1 : place - 1
}

/** What is let go goes where it is meant to; and whoever takes it from under several headings leaves them standing. */
function letGo(view: EditorView, { clientX, clientY }: MouseEvent, slice: Slice, isMoved: boolean): boolean {
  const { state } = view
  const under = view.posAtCoords({ left: clientX, top: clientY })?.pos
  if (under === undefined || slice.size === 0) return false
  const cleared = isMoved ? withoutSelected(state) : null
  const place = placeInForm(state.doc, under)
  if (cleared === null && place === under) return false
  const { from, to } = state.selection
  if (isMoved && from <= place && place <= to) return true
  const tr = cleared ?? (isMoved ? state.tr.deleteSelection() : state.tr)
  // What is taken out up to the end of a section may take its end along, and put it back.
  const at = placeInForm(tr.doc, tr.mapping.map(dropPoint(state.doc, place, slice) ?? place))
  const stepCount = tr.steps.length
  tr.replaceRange(at, at, slice)
  const end = tr.mapping.slice(stepCount).map(at)
  tr.setSelection(TextSelection.between(tr.doc.resolve(at), tr.doc.resolve(end)))
  view.focus()
  view.dispatch(tr.setMeta('uiEvent', 'drop'))
  return true
}

/** Typing, pasting, dragging and deleting over headings of the form does so under each of them, as someone means who selects the whole form. */
export const OverHeadings = Extension.create({
  name: 'overHeadings',
  dispatchTransaction({ transaction, next }) {
    next(withHeadings(this.editor.state, transaction))
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleTextInput: (view, _from, _to, text) => putOver(view, text),
        handleDOMEvents: {
          // The browser would take the headings out of the page, and the editor put everything back.
          beforeinput(view, event) {
            const text = view.composing || !event.cancelable ? null : textOf(event)
            // A letter at a caret takes nothing out, and asks for nothing.
            if (text === null || view.dom.ownerDocument.getSelection()?.isCollapsed === true) return false
            readCaret(view)
            const isPut = putOver(view, text)
            if (isPut) event.preventDefault()
            return isPut
          },
        },
        handleDrop: letGo,
        handlePaste(view, _event, slice) {
          const cleared = slice.size === 0 ? null : withoutSelected(view.state)
          // In one change: where that is refused, nothing has been taken out.
          if (cleared !== null)
            view.dispatch(
              cleared.replaceSelection(slice).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'),
            )
          return cleared !== null
        },
      },
    }),
  ],
})
