import type { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { aBodyEditor } from '#tests/support/bodyEditor.ts'
import { aNote, receive } from '#tests/support/sharedNote.ts'

const EDITOR_ID = 77

/** An editor on a replica of a note; every update it writes is checked and applied at once, and its verdict kept under the step's name. */
function openEditor() {
  const server = aNote()
  const doc = new Y.Doc()
  doc.clientID = EDITOR_ID
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  const verdicts: string[] = []
  let step = 'open'
  doc.on('update', (update: Uint8Array) => {
    const verdict = receive(server, update, [EDITOR_ID])
    verdicts.push(`${step}: ${verdict.verdict === 'refused' ? verdict.fault : verdict.verdict}`)
  })
  let count = 0
  const editor = aBodyEditor(doc, () => `new_${++count}`)
  onTestFinished(() => editor.destroy())
  const doStep = (name: string, act: (editor: Editor) => unknown) => {
    step = name
    act(editor)
  }
  return {
    server,
    doc,
    editor,
    doStep,
    notApplied: () => verdicts.filter((verdict) => !verdict.endsWith(': apply')),
    verdicts,
  }
}

const STEPS: readonly (readonly [name: string, act: (editor: Editor) => unknown])[] = [
  ['typing', (editor) => editor.chain().setTextSelection(2).insertContent('会議の記録を書く').run()],
  ['a letter more', (editor) => editor.commands.insertContent('。')],
  ['bold', (editor) => editor.chain().setTextSelection({ from: 3, to: 5 }).toggleBold().run()],
  ['italic, underline, strike', (editor) => editor.chain().toggleItalic().toggleUnderline().toggleStrike().run()],
  ['bold off', (editor) => editor.chain().setTextSelection({ from: 4, to: 5 }).toggleBold().run()],
  ['link', (editor) => editor.chain().setMark('link', { href: 'https://example.jp/報告' }).run()],
  ['link off', (editor) => editor.chain().unsetMark('link').run()],
  ['heading', (editor) => editor.chain().toggleHeading({ level: 2 }).run()],
  ['other level', (editor) => editor.chain().toggleHeading({ level: 3 }).run()],
  ['paragraph', (editor) => editor.chain().toggleHeading({ level: 3 }).run()],
  ['split', (editor) => editor.chain().setTextSelection(6).splitBlock().run()],
  ['join', (editor) => editor.commands.joinBackward()],
  ['hard break', (editor) => editor.commands.setHardBreak()],
  ['bullets', (editor) => editor.commands.toggleBulletList()],
  ['numbers', (editor) => editor.commands.toggleOrderedList()],
  ['new item', (editor) => editor.commands.splitListItem('listItem')],
  ['indent', (editor) => editor.commands.sinkListItem('listItem')],
  ['outdent', (editor) => editor.commands.liftListItem('listItem')],
  ['tasks', (editor) => editor.commands.toggleTaskList()],
  ['tick', (editor) => editor.commands.updateAttributes('taskItem', { checked: true })],
  ['no list', (editor) => editor.commands.toggleTaskList()],
  ['quotation', (editor) => editor.commands.toggleBlockquote()],
  ['quotation off', (editor) => editor.commands.toggleBlockquote()],
  ['rule', (editor) => editor.commands.setHorizontalRule()],
  ['table', (editor) => editor.commands.insertTable({ rows: 2, cols: 3, withHeaderRow: true })],
  ['column', (editor) => editor.commands.addColumnAfter()],
  ['row', (editor) => editor.commands.addRowBefore()],
  [
    'merge',
    (editor) =>
      editor
        .chain()
        .setCellSelection({ anchorCell: cellAt(editor, 0), headCell: cellAt(editor, 1) })
        .mergeCells()
        .run(),
  ],
  ['column width', (editor) => editor.commands.setCellAttribute('colwidth', [120, 80.5])],
  ['split cell', (editor) => editor.commands.splitCell()],
  ['header', (editor) => editor.commands.toggleHeaderColumn()],
  ['no column', (editor) => editor.commands.deleteColumn()],
]

/** jsdom has no `ClipboardEvent`; the editor reads nothing from it here. */
const aPasteEvent = () => new Event('paste') as ClipboardEvent

/** The position of a table's cell, counted in reading order. */
function cellAt(editor: Editor, index: number): number {
  const positions: number[] = []
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === 'tableCell' || node.type.name === 'tableHeader') positions.push(position)
  })
  return positions[index] ?? 0
}

test('[KS3] whatever a member does in the editor is taken by the server, and both hold the same document', () => {
  const { server, doc, doStep, notApplied, verdicts } = openEditor()

  for (const [name, act] of STEPS) doStep(name, act)

  expect(notApplied()).toEqual([])
  expect(new Set(verdicts.map((verdict) => verdict.split(':')[0])).size).toBeGreaterThanOrEqual(STEPS.length)
  expect(readBody(server)).toEqual(readBody(doc))
})

test('[KS3] undo and redo of each step are taken', () => {
  const { server, doc, editor, doStep, notApplied } = openEditor()

  for (const [name, act] of STEPS) {
    doStep(name, act)
    const { from, to } = editor.state.selection
    // With the caret left in a table inserted at the end, y-tiptap 3.0.9 throws at its undo in this sequence; not what is asked here.
    editor.commands.setTextSelection(2)
    doStep(`undo of ${name}`, () => editor.commands.undo())
    doStep(`redo of ${name}`, () => editor.commands.redo())
    editor.commands.setTextSelection({ from, to })
  }

  expect(notApplied()).toEqual([])
  expect(readBody(server)).toEqual(readBody(doc))
})

test('[KS3] what is pasted from Word, Excel and web pages is taken', () => {
  const { server, doc, doStep, notApplied } = openEditor()
  const pastes = [
    '<h1>見出し</h1><p>本文<b>太字</b><a href="https://example.jp">先</a><br>次の行</p>',
    '<p><a href="javascript:alert(1)">危険</a><a href="//host/x">相対</a><a href="/path">道</a></p>',
    '<table><tr><td colspan="2" width="72">結合</td></tr><tr><td colwidth="auto">一</td><td align="right">二</td></tr></table>',
    '<ol start="5" type="a"><li>五<ul><li>入れ子</li></ul></li></ol><blockquote><p>引用</p></blockquote><hr>',
    '<div data-node="actionItem">電話する</div><div data-node="decision">決定</div><p style="color:red">色<img src="x.png"></p>',
    'ただの文',
  ]

  for (const paste of pastes) doStep('paste', (editor) => editor.view.pasteHTML(paste, aPasteEvent()))

  expect(notApplied()).toEqual([])
  expect(plainText(readBody(server))).toContain('ただの文')
  expect(readBody(server)).toEqual(readBody(doc))
})

test('[KS3] the council’s own blocks are taken: decisions, action items, speakers, mentions', () => {
  const { server, doStep, notApplied } = openEditor()
  const organisation = { organisationId: 'org_1', organisationName: '架空市福祉課' }
  const blocks = [
    { type: 'decision', attrs: { state: 'held' }, content: [{ type: 'text', text: '保留とする' }] },
    {
      type: 'actionItem',
      attrs: { ...organisation, personName: 'Bさん', dueOn: '2026-12-10', state: 'open' },
      content: [{ type: 'text', text: '電話する' }],
    },
    { type: 'speaker', attrs: { memberId: 'mem_1', memberName: 'Cさん' }, content: [{ type: 'text', text: '賛成' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'organisationMention', attrs: organisation },
        { type: 'text', text: 'へ' },
      ],
    },
  ]

  for (const block of blocks) doStep(block.type, (editor) => editor.commands.insertContentAt(1, block))

  expect(notApplied()).toEqual([])
  expect(plainText(readBody(server)).split('\n')).toEqual(
    expect.arrayContaining([
      '保留とする',
      '電話する（架空市福祉課　Bさん　2026-12-10）',
      'Cさん：賛成',
      '架空市福祉課へ',
    ]),
  )
})
