import { type Selection, TextSelection } from '@tiptap/pm/state'

/** True for a caret, and for text that is selected within one line. */
export const isInOneLine = (selection: Selection): selection is TextSelection =>
  selection instanceof TextSelection && selection.$anchor.sameParent(selection.$head)
