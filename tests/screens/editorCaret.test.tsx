import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { CellSelection } from '@tiptap/pm/tables'
import { yCursorPluginKey } from '@tiptap/y-tiptap'
import { expect, onTestFinished, test } from 'vitest'
import { nextFrame } from '#client/collab/ime/nextFrame.ts'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const typedByWriter = ({ writer, peer }: TwoEditors): readonly string[] => {
  writer.editor.commands.insertContent('★')
  expect(writer.lines()).toEqual(peer.lines())
  return writer.lines()
}

test('[LD5.11] the caret stays in an empty line in which another begins to write', () => {
  const both = twoEditors()
  both.writer.editor.commands.setTextSelection(2)
  both.peer.editor.chain().setTextSelection(2).insertContent('つづき').run()

  expect(typedByWriter(both)[0]).toBe('paragraph: ★つづき')
})

test('[LD5.11] the caret stays in its line when another line has the text that this one had', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(2)
  editor.commands.insertContent('同じ')
  editor.commands.splitBlock()
  editor.commands.insertContent('同じ')
  editor.commands.setTextSelection(3)
  both.peer.editor.commands.insertContentAt(4, '行')

  expect(typedByWriter(both).slice(0, 2)).toEqual(['paragraph: 同★じ行', 'paragraph: 同じ'])
})

test('[LD5.11] the caret goes along into what another makes of its line', () => {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertContent('今日の議題').setTextSelection(4).run()
  both.peer.editor.chain().setTextSelection(3).toggleNode('heading', 'paragraph', { level: 1 }).run()

  expect(typedByWriter(both)[0]).toBe('heading: 今日★の議題')
})

test('[LD5.11] the caret stays before what it stood before when another makes the line a heading and writes in front', () => {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertContent('今日の議題').setTextSelection(5).run()
  both.cut()
  both.peer.editor.chain().setTextSelection(3).toggleNode('heading', 'paragraph', { level: 1 }).run()
  both.peer.editor.commands.insertContentAt(2, '一 ')
  both.mend()

  expect(typedByWriter(both)[0]).toBe('heading: 一 今日の★議題')
})

test('[LD5.11] the caret goes along also when another line lost words at the same time', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(2)
  editor.commands.insertContent('今日の議題')
  editor.commands.splitBlock()
  editor.commands.insertContent('次の行')
  both.cut()
  editor.commands.insertContent('に書く')
  editor.commands.setTextSelection(4)
  both.peer.placeCaret('次の行', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()

  expect(typedByWriter(both).slice(0, 2)).toEqual(['heading: 今日★の議題', 'heading: 次の行に書く'])
})

/** Under the first heading a list of two entries, with the caret of each in the first. */
function listUnderHeading(): TwoEditors {
  const both = twoEditors()
  const { editor } = both.writer
  editor.chain().setTextSelection(2).insertContent('住まい').toggleBulletList().splitListItem('listItem').run()
  editor.commands.insertContent('仕事')
  for (const { placeCaret } of [both.writer, both.peer]) placeCaret('住まい', 1)
  return both
}

function deleteList({ editor, placeCaret }: EditorSide): void {
  placeCaret('仕事', 2)
  const { to } = editor.state.selection
  placeCaret('住まい', 0)
  editor.chain().setTextSelection({ from: editor.state.selection.from, to }).deleteSelection().run()
}

/** What stands under the first two headings once the writer has gone on writing. */
function underHeadings(both: TwoEditors): readonly string[] {
  typedByWriter(both)
  return both.peer.editor.state.doc.content.content.slice(0, 2).map(({ textContent }) => textContent)
}

test('[LD5.11] whoever deletes all that stands under a heading goes on writing under it', () => {
  const both = listUnderHeading()
  deleteList(both.writer)

  expect(underHeadings(both)).toEqual(['★', ''])
})

test('[LD5.11] whoever writes under a heading goes on writing under it when another deletes all that stands there', () => {
  const both = listUnderHeading()
  deleteList(both.peer)

  expect(underHeadings(both)).toEqual(['★', ''])
})

test('[LD5.11] the same with several lines selected, which another deletes', () => {
  const both = listUnderHeading()
  const { editor, placeCaret } = both.writer
  placeCaret('仕事', 1)
  const end = editor.state.selection.head
  placeCaret('住まい', 1)
  editor.commands.setTextSelection({ from: editor.state.selection.from, to: end })
  deleteList(both.peer)

  expect(underHeadings(both)).toEqual(['★', ''])
})

test('[LD5.11] the same with cells of a table selected, which another removes', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.chain().setTextSelection(2).insertTable({ rows: 2, cols: 2 }).run()
  const cells: number[] = []
  editor.state.doc.descendants((node, at) => void (/^table(?:Cell|Header)$/.test(node.type.name) && cells.push(at)))
  editor.view.dispatch(editor.state.tr.setSelection(CellSelection.create(editor.state.doc, cells[0] ?? 0, cells[3])))
  both.peer.editor.chain().setTextSelection(5).deleteTable().run()

  expect(underHeadings(both)).toEqual(['★', ''])
})

test('[LD5.11] the same where two together have deleted all that stood there, each a part', () => {
  const both = twoEditors()
  const { writer, peer } = both
  writer.editor.chain().setTextSelection(2).insertContent('住まい').run()
  writer.editor.commands.splitBlock()
  writer.editor.commands.insertContent('仕事')
  both.cut()
  for (const [side, text] of [[writer, '住まい'] as const, [peer, '仕事'] as const]) {
    side.placeCaret(text, 0)
    side.editor.commands.deleteNode('paragraph')
  }
  writer.placeCaret('仕事', 1)
  both.mend()

  expect(underHeadings(both)).toEqual(['★', ''])
})

/** As by a click, of which the browser has not told yet. */
function clickInto({ view }: Editor, offset: number): void {
  const { dom } = view
  document.body.append(dom)
  onTestFinished(() => dom.remove())
  dom.tabIndex = 0
  dom.focus()
  const line = dom.querySelector('p')?.firstChild
  if (line == null) throw new Error('the line has a text')
  getSelection()?.collapse(line, offset)
}

test('[LD5.11] the caret stays where a click has just put it when others write before the browser has told of the click', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.chain().setTextSelection(2).insertContent('今日の議題').run()
  clickInto(editor, 2)
  both.peer.editor.commands.insertContentAt(7, '。')

  expect(typedByWriter(both)[0]).toBe('paragraph: 今日★の議題。')
})

test('[LD5.11] the caret stays where a click has just put it when another’s caret is drawn before the browser has told of the click', async () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.chain().setTextSelection(2).insertContent('今日の議題').run()
  both.peer.placeCaret('今日の議題', 5)
  await nextFrame()
  clickInto(editor, 2)
  editor.view.dispatch(editor.state.tr.setMeta(yCursorPluginKey, { awarenessUpdated: true }))

  expect(editor.view.dom.querySelector('.peer-caret')).not.toBeNull()
  expect(typedByWriter(both)[0]).toBe('paragraph: 今日★の議題')
})

test.each([
  ['left to right', { from: 5, to: 7 }],
  ['right to left', { from: 7, to: 5 }],
])(
  '[LD5.11] what another writes at either edge of a selection stays outside it: selected %s',
  (_direction, { from, to }) => {
    const both = twoEditors()
    const { editor } = both.writer
    editor.chain().setTextSelection(2).insertContent('今日の議題').run()
    editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)))
    both.peer.editor.commands.insertContentAt(7, '後')
    both.peer.editor.commands.insertContentAt(5, '前')

    editor.commands.deleteSelection()

    expect(both.writer.lines()).toEqual(both.peer.lines())
    expect(both.writer.lines()[0]).toBe('paragraph: 今日の前後')
  },
)
