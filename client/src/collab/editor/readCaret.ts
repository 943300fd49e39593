import type { EditorView } from '@tiptap/pm/view'

/** Has the editor read where the browser's selection is now: the browser tells of it a little later. */
export const readCaret = ({ dom }: EditorView): boolean => dom.ownerDocument.dispatchEvent(new Event('selectionchange'))
