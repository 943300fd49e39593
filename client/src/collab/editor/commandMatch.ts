import type { EditorState } from '@tiptap/pm/state'

/** What the text before the caret asks for: something to insert (`/`) or an organisation (`@`). */
export interface CommandMatch {
  readonly kind: 'insert' | 'mention'
  readonly query: string
  /** Positions of the sign and what was typed after it. */
  readonly from: number
  readonly to: number
}

/** Full-width signs too: they are what a Japanese keyboard gives. A date such as 2026/12/4 asks for nothing. */
const INSERT = /(?:^|[\s　])([/／][^\s　/／]{0,12})$/
const MENTION = /(?:^|[^A-Za-z0-9._%+-])([@＠][^\s　@＠]{0,20})$/

export function commandMatchIn(state: EditorState): CommandMatch | null {
  const { empty, $from } = state.selection
  if (!empty || !$from.parent.isTextblock) return null
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const insert = INSERT.exec(before)?.[1]
  const typed = insert ?? MENTION.exec(before)?.[1]
  if (typed === undefined) return null
  return {
    kind: insert === undefined ? 'mention' : 'insert',
    query: typed.slice(1),
    from: $from.pos - typed.length,
    to: $from.pos,
  }
}
