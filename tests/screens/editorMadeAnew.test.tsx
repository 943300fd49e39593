import { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'
import { IdsAfterUndo } from '#client/collab/editor/blockIds.ts'
import { CaretAfterUndo } from '#client/collab/editor/caretAfterUndo.ts'
import { EDITOR_OPTIONS, schemaExtensions } from '#client/collab/editor/extensions.ts'
import { collaborateOn } from '#client/collab/ime/keptNodes.ts'
import inEnglish from '#client/collab/words/en.json' with { type: 'json' }
import inJapanese from '#client/collab/words/ja.json' with { type: 'json' }
import type { CollabWords } from '#client/collab/words.ts'
import { isFilledIn } from '#client/ui/filledIn.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { aNote } from '#tests/support/sharedNote.ts'
import { stillClock } from '#tests/support/stillClock.ts'

/** The editor of a page in one language; a change of language makes another. */
function editorIn(words: CollabWords, body: Y.XmlFragment): Editor {
  const directory = { organisations: () => [], people: () => [] }
  const editor = new Editor({
    element: document.createElement('div'),
    ...EDITOR_OPTIONS,
    extensions: [
      ...schemaExtensions({ words, directory, clock: stillClock }),
      ...collaborateOn(body),
      ...[CaretAfterUndo, IdsAfterUndo],
    ],
  })
  onTestFinished(() => editor.destroy())
  return editor
}

test('[LD5.37] what was written before the language was changed is undone and redone after it', () => {
  const body = bodyOf(aNote())
  const before = editorIn(inJapanese, body)
  before.commands.insertContentAt(2, '家族と')
  before.commands.insertContentAt(5, '面談した。')
  before.commands.undo()
  before.destroy()

  const after = editorIn(inEnglish, body)
  after.commands.redo()
  const redone = after.getText()
  after.commands.undo()
  const undone = after.getText()

  expect([redone.includes('面談した。'), undone.includes('面談した。')]).toEqual([true, false])
})

const fieldBehind = (editor: Editor, label: string): HTMLInputElement | undefined =>
  [...editor.view.dom.querySelectorAll('label')]
    .find(({ textContent }) => textContent?.startsWith(label))
    ?.querySelector('input') ?? undefined

test('[LD5.66] a date that cannot be read stands in its field, and is asked about, also after the language was changed', async () => {
  const note = aNote()
  const body = bodyOf(note)
  const before = editorIn(inJapanese, body)
  before.chain().setTextSelection(2).toggleNode('actionItem', 'paragraph').run()
  before.commands.updateAttributes('actionItem', { dueOn: '2026-12-04' })
  const field = fieldBehind(before, inJapanese.field.dueOn)
  if (field === undefined) throw new Error('no field')
  field.value = '年明けに家族と相談して'
  for (const event of ['focus', 'input', 'change']) field.dispatchEvent(new Event(event))
  before.destroy()

  const anew = editorIn(inEnglish, body)
  await Promise.resolve()
  const after = fieldBehind(anew, inEnglish.field.dueOn)
  expect([after?.value, after?.getAttribute('aria-invalid'), isFilledIn()]).toEqual([field.value, 'true', true])

  for (const event of ['focus', 'input', 'change']) after?.dispatchEvent(new Event(event))
  expect(bodyOf(note).toString()).toContain('dueOn="2026-12-04"')
})
