import { Editor } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'
import { paragraphsOf } from '../longText.ts'

/** What typing costs with nothing around it: the text of the long note, and nobody else. */
new Editor({
  element: document.querySelector('#editor'),
  extensions: [StarterKit],
  content: {
    type: 'doc',
    content: paragraphsOf(Number(new URL(location.href).searchParams.get('characters'))).map((text) => ({
      type: 'paragraph',
      content: [{ type: 'text', text }],
    })),
  },
})
