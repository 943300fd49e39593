import { extensions } from '@tiptap/core'

/**
 * Tiptap's own keys, without what it does to a note that is empty after all of it was selected: where another emptied it, that
 * would be done on this page alone, and with new ids for the blocks it begins anew without end.
 */
export const CoreKeys = extensions.Keymap.extend({ addProseMirrorPlugins: () => [] })
