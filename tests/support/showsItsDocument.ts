import type { Editor } from '@tiptap/core'
import { ySyncPluginKey, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** True when the editor shows what one that opened its document now would show. */
export function showsItsDocument({ editor }: { readonly editor: Editor }): boolean {
  const { type } = ySyncPluginKey.getState(editor.state)
  const read = editor.schema.nodeFromJSON(yXmlFragmentToProsemirrorJSON(type))
  return same(editor.state.doc.toJSON(), read.toJSON())
}
