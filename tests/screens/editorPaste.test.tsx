import { setTimeout as sleep } from 'node:timers/promises'
import { Editor } from '@tiptap/core'
import { DOMParser } from '@tiptap/pm/model'
import { AllSelection, type Plugin } from '@tiptap/pm/state'
import { expect, onTestFinished, test } from 'vitest'
import { ChangeLimit } from '#client/collab/editor/changeLimit.ts'
import { schemaExtensions } from '#client/collab/editor/extensions.ts'
import { cleanPastedHtml } from '#client/collab/editor/wordPaste.ts'
import collabWords from '#client/collab/words/ja.json' with { type: 'json' }
import { stillClock } from '#tests/support/stillClock.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** Somebody who has selected all of a note of three lines. */
function allSelected(): EditorSide {
  const { writer } = twoEditors()
  const { commands, view } = writer.editor
  commands.insertContentAt(2, '<p>一の行</p><p>二の行</p>')
  view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)))
  return writer
}

test('[LD5.20] a picture that is pasted over headings, which the note does not take, takes nothing out', async () => {
  const writer = allSelected()
  const before = writer.lines()
  const event = new Event('paste', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { getData: () => '', types: ['Files'], files: [] } })
  writer.editor.view.dom.dispatchEvent(event)
  // ProseMirror looks again a little later whether there was a text.
  await sleep(100)

  expect(writer.lines()).toEqual(before)
})

test('[LD5.6] [LD5.20] a paste over headings that is refused takes nothing out', () => {
  const writer = allSelected()
  const { editor } = writer
  const refused: string[] = []
  const limit = ChangeLimit.configure({ hasRoomFor: () => false, onRefused: (refusal) => void refused.push(refusal) })
  // As the product's editor has it.
  const made = limit.config.addProseMirrorPlugins as unknown as (this: { options: unknown }) => readonly Plugin[]
  for (const plugin of made.call({ options: limit.options })) editor.registerPlugin(plugin)
  const before = writer.lines()
  editor.view.pasteText('長い'.repeat(2_000), new Event('paste') as ClipboardEvent)

  expect([refused, writer.lines()]).toEqual([['tooLarge'], before])
})

/** The attributes that a piece of pasted HTML comes to have, of whatever is of that kind. */
function attributesOf(kind: string, html: string): unknown {
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions({
      words: collabWords,
      directory: { organisations: () => [], people: () => [] },
      clock: stillClock,
    }),
  })
  onTestFinished(() => editor.destroy())
  const dom = document.createElement('div')
  dom.innerHTML = cleanPastedHtml(html)
  // Only read: a table with texts for its widths is never laid out to its end.
  const found: unknown[] = []
  DOMParser.fromSchema(editor.schema)
    .parseSlice(dom)
    .content.descendants(({ type, attrs }) => {
      if (type.name === kind) found.push(attrs)
    })
  return found
}

test.each([' 2', '2 ', '0x2', '2e0'])('[LD5.9] a pasted cell over "%s" columns is over a number of them', (written) => {
  expect(attributesOf('tableCell', `<table><tr><td colspan="${written}">a</td></tr></table>`)).toMatchObject([
    { colspan: 2 },
  ])
})

test('[LD5.9] a heading that says another level than its tag, and a list of an unheard-of kind, are what their tags say', () => {
  expect(attributesOf('heading', '<h2 level="two">題</h2><h4 data-level="1.5">題</h4>')).toMatchObject([
    { level: 2 },
    { level: 1 },
  ])
  expect(attributesOf('orderedList', `<ol type="${'x'.repeat(9_000)}"><li>一</li></ol>`)).toMatchObject([
    { type: null },
  ])
})

test('[LD5.9] what is copied over headings of the form is pasted without them', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  const { view } = editor
  editor.commands.insertContentAt(view.state.doc.content.size - 2, '二')
  editor.commands.insertContentAt(2, '一')
  const { dom } = view.serializeForClipboard(view.state.doc.slice(2, view.state.doc.content.size - 2))
  editor.commands.setTextSelection(view.state.doc.content.size - 2)
  view.pasteHTML(cleanPastedHtml(dom.innerHTML), new Event('paste') as ClipboardEvent)

  expect(writer.lines()).toEqual(['paragraph: 一', 'paragraph: 二一', 'paragraph: 二'])
})
