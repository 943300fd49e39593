import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { readCaret } from '../editor/readCaret.ts'
import { isFree, lineBehind, lostLine } from './lostLine.ts'

export interface StrayWord {
  /** A word begins to be composed. */
  began(): void
  /** What was composed is done, and nobody has seen it yet. */
  settle(): void
}

interface Stray {
  readonly line: readonly string[]
  readonly from: number
  /** How long the note was. */
  readonly before: number
}

/**
 * Takes a word that was composed where another's line stands, since one's own had been deleted under the caret, to a line of its
 * own. Where a key begins a word the line is begun before it; handwriting, a voice or a Mac's keyboard may tell of none, and the
 * browser would break a word under which its line changes. So it is composed there, and taken out at its end.
 */
export function strayWord(view: EditorView): StrayWord {
  let stray: Stray | null = null
  return {
    began() {
      if (stray !== null) return
      readCaret(view)
      const { doc, selection } = view.state
      const line = lostLine(view.state)
      if (line !== null && !isFree(selection)) stray = { line, from: selection.from, before: doc.content.size }
    },
    settle() {
      if (stray !== null) takeOut(view, stray)
      stray = null
    },
  }
}

function takeOut(view: EditorView, { line, from, before }: Stray): void {
  const { doc, tr } = view.state
  const to = from + doc.content.size - before
  if (to <= from || !doc.resolve(from).sameParent(doc.resolve(to))) return
  const end = lineBehind(tr.delete(from, to), line, doc.textBetween(from, to))
  if (end !== null) view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1)).scrollIntoView())
}
