import { AllSelection, NodeSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { cleanPastedHtml } from '#client/collab/editor/wordPaste.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

const TASK = {
  type: 'actionItem',
  attrs: { organisationName: 'みなと市', personName: 'Mさん', dueOn: '2026-12-18' },
  content: [{ type: 'text', text: '部屋を見学する' }],
}

/** A note with a decision, a task, and who said what. */
function aNoteWithBlocks(): EditorSide {
  const { writer } = twoEditors()
  writer.editor.commands.insertContentAt(2, [
    { type: 'decision', content: [{ type: 'text', text: '住まいを優先する' }] },
    TASK,
    { type: 'speaker', attrs: { memberName: 'Dさん' }, content: [{ type: 'text', text: '賛成です' }] },
    { type: 'paragraph' },
  ])
  return writer
}

function copied({ editor: { view } }: EditorSide): { readonly dom: HTMLElement; readonly text: string } {
  view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)))
  return view.serializeForClipboard(view.state.selection.content())
}

test('[LD5.47] what is copied to another program says what a block is, who is to do it and by when', () => {
  const { dom, text } = copied(aNoteWithBlocks())

  for (const said of [
    '決定事項 / 状態: 決定',
    '対応事項 / 担当機関: みなと市 / 担当者: Mさん / 期限: 令和8年12月18日 / 状態: 対応中',
    '発言者: Dさん',
  ])
    expect([dom.textContent.includes(said), text.split('\n').includes(said)]).toEqual([true, true])
})

test('[LD5.47] plain text has the headings of the form, a line for each line, and no empty ones', () => {
  const { text } = copied(aNoteWithBlocks())
  const lines = text.split('\n')

  expect(lines).toEqual(expect.arrayContaining(['住まいを優先する', '部屋を見学する', '賛成です']))
  expect(lines.indexOf('部屋を見学する')).toBe(lines.findIndex((line) => line.startsWith('対応事項')) + 1)
  expect(lines.filter((line) => line === '')).toEqual([])
  expect(lines[0]).toBe('経過')
})

test('[LD5.47] one part of the form that is copied whole has its heading with it', () => {
  const { view } = twoEditors().writer.editor
  const part = NodeSelection.create(view.state.doc, 0)

  expect(view.serializeForClipboard(part.content()).text).toBe('経過')
})

test('[LD5.47] what is copied and pasted within the note is the same block, with nothing added to its words', () => {
  const writer = aNoteWithBlocks()
  const { dom } = copied(writer)
  const before = writer.lines()
  const other = twoEditors().writer
  other.editor.commands.setTextSelection(2)
  other.editor.view.pasteHTML(cleanPastedHtml(dom.innerHTML), new Event('paste') as ClipboardEvent)

  const blocks = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('paragraph'))
  expect(blocks(other.lines())).toEqual(blocks(before))
  const attrs: unknown[] = []
  other.editor.state.doc.descendants((node) => {
    if (node.type.name === 'actionItem') attrs.push(node.attrs)
  })
  expect(attrs).toMatchObject([TASK.attrs])
})

test('[LD5.47] a block that an older page copied is pasted, too', () => {
  const { writer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  const html = '<div data-block="decision" data-state="held">住まいを優先する</div>'
  writer.editor.view.pasteHTML(cleanPastedHtml(html), new Event('paste') as ClipboardEvent)

  expect(writer.lines()).toContain('decision: 住まいを優先する')
})

test('[LD5.55] words copied out of a line are copied as they are, without the heading that they stand under', () => {
  const { editor } = twoEditors().writer
  const { view } = editor
  const attrs = { organisationId: 'o1', organisationName: 'みなと市' }
  editor.commands.insertContentAt(2, [
    { type: 'text', text: '電話は' },
    { type: 'organisationMention', attrs },
  ])
  editor.commands.setTextSelection({ from: 4, to: 6 })

  expect(view.serializeForClipboard(view.state.selection.content()).text).toBe('はみなと市')
})
