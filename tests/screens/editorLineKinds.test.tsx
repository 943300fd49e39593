import { fireEvent, screen } from '@testing-library/react'
import type { Editor } from '@tiptap/core'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { EditorToolbar } from '#client/collab/editor/EditorToolbar.tsx'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { type EditorSide, idsOf, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const TASK =
  '<div data-block="actionItem" data-organisation-name="みなとの森" data-person-name="Eさん" data-state="done">訪問</div>'

/** Two who have a note open in which one has selected the lines of the first section; the tools are theirs. */
async function selected(lines: string): Promise<TwoEditors> {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.insertContentAt({ from: 1, to: 3 }, lines)
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
  const section = editor.state.doc.firstChild
  editor.commands.setTextSelection({ from: 2, to: (section?.nodeSize ?? 0) - 2 })
  await drawScreen(<EditorToolbar editor={editor} onFind={() => undefined} />)
  return both
}

const press = (tool: string) => fireEvent.click(screen.getByRole('button', { name: tool }))

function linesOf({ editor }: EditorSide): readonly (readonly unknown[])[] {
  const lines: unknown[][] = []
  editor.state.doc.firstChild?.descendants(({ isTextblock, type, textContent, attrs }) => {
    const said = [attrs.organisationName, attrs.personName, attrs.state].filter((value) => typeof value === 'string')
    if (isTextblock) lines.push([type.name, textContent, ...said])
  })
  return lines
}

test('[LD5.25] several lines made 対応事項 at once leave those that are it their fields, and every line its id', async () => {
  const { writer, peer } = await selected(`<p>住まい</p>${TASK}<p>就労</p>`)
  const ids = idsOf(writer)
  press('対応事項')

  expect(linesOf(peer)).toEqual([
    ['actionItem', '住まい', 'open'],
    ['actionItem', '訪問', 'みなとの森', 'Eさん', 'done'],
    ['actionItem', '就労', 'open'],
  ])
  expect([idsOf(peer), linesOf(writer)]).toEqual([ids, linesOf(peer)])
})

test('[LD5.25] a task made a decision or a speaker begins with what is said of those, and not of tasks', async () => {
  const { writer, peer } = await selected(TASK)
  press('決定事項')
  const asDecision = linesOf(peer)
  press('発言者')

  expect([asDecision, linesOf(peer)]).toEqual([[['decision', '訪問', 'decided']], [['speaker', '訪問']]])
  expect(linesOf(writer)).toEqual(linesOf(peer))
})

test('[LD5.25] an entry of a list that is made a decision comes out of the list under the id that it has', async () => {
  const { writer, peer } = await selected('<ul><li>住まい</li></ul>')
  writer.placeCaret('住まい', 1)
  const ids = idsOf(writer)
  press('決定事項')

  expect([linesOf(peer), idsOf(peer)]).toEqual([[['decision', '住まい', 'decided']], ids])
})

test('[LD5.25] a task made a plain line by mistake has all its fields again with one undo, for both', async () => {
  const { writer, peer } = await selected(TASK)
  const before = [linesOf(peer), idsOf(peer)]
  press('対応事項')
  const plain = linesOf(peer)
  press('元に戻す')

  expect(plain).toEqual([['paragraph', '訪問']])
  expect([linesOf(peer), idsOf(peer)]).toEqual(before)
  expect([linesOf(writer), idsOf(writer)]).toEqual(before)
})

test.each([
  ['見出し', '箇条書き'],
  ['決定事項', '番号'],
  ['対応事項', '確認項目'],
  ['発言者', '箇条書き'],
])(
  '[LD5.68] a line that is %s and is made %s keeps its id: the caret and the words of another there go along',
  async (kind, list) => {
    const both = await selected('<p>住まい</p><p>訪問する</p><p>就労</p>')
    both.writer.placeCaret('訪問', 1)
    press(kind)
    const ids = idsOf(both.writer)
    both.peer.placeCaret('訪問', 2)
    press(list)
    both.peer.editor.commands.insertContent('を')
    both.cut()
    press(kind)
    press(list)
    both.peer.editor.commands.insertContent('毎週')
    both.mend()

    expect(linesOf(both.peer)).toContainEqual(['paragraph', '訪問を毎週する'])
    expect([linesOf(both.writer), idsOf(both.peer)]).toEqual([linesOf(both.peer), ids])
  },
)

test.each([
  ['箇条書き', '決定事項', 'decision'],
  ['箇条書き', '確認項目', 'paragraph'],
  ['確認項目', '番号', 'paragraph'],
  ['確認項目', '確認項目', 'paragraph'],
])(
  '[LD5.25] several entries (%s) that are made %s keep their ids, and the words of another go along',
  async (list, tool, kind) => {
    const both = await selected('<p>住まい</p><p>訪問する</p><p>就労</p>')
    press(list)
    const ids = idsOf(both.writer)
    both.cut()
    both.peer.placeCaret('訪問', 2)
    both.peer.editor.commands.insertContent('を毎週')
    press(tool)
    both.mend()

    expect(linesOf(both.peer).map(([name, text]) => `${name} ${text}`)).toEqual(
      ['住まい', '訪問を毎週する', '就労'].map((text) => `${kind} ${text}`),
    )
    expect([linesOf(both.writer), idsOf(both.peer)]).toEqual([linesOf(both.peer), ids])
  },
)

test('[LD5.32] lists over several headings of the form are made and taken away under each, and one undo gives all back', async () => {
  const { writer, peer } = await selected('<p>住まい</p>')
  const { editor } = writer
  editor.commands.insertContentAt(editor.state.doc.content.size - 2, '就労')
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
  const listsOf = () => {
    const found: string[] = []
    peer.editor.state.doc.descendants((node, _at, parent) => {
      if (node.isTextblock) found.push(`${parent?.type.name} ${node.type.name} ${node.textContent}`)
    })
    return found
  }
  const before = [listsOf(), idsOf(peer)]
  const lists = []
  for (const tool of ['箇条書き', '番号', '番号', '元に戻す', '元に戻す', '元に戻す']) {
    editor.commands.selectAll()
    press(tool)
    yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
    lists.push(listsOf())
  }

  expect(lists[0]).toEqual(['listItem paragraph 住まい', 'listItem paragraph 就労'])
  expect(lists[2]).toEqual(before[0])
  expect([listsOf(), idsOf(peer)]).toEqual(before)
})

test('[LD5.32] the keys of lists do the same', async () => {
  const { writer, peer } = await selected('<p>住まい</p>')
  const { editor } = writer
  editor.commands.insertContentAt(editor.state.doc.content.size - 2, '就労')
  editor.commands.selectAll()
  editor.commands.keyboardShortcut('Mod-Shift-8')

  expect(peer.editor.getHTML().match(/<li/g)).toHaveLength(2)
})

/** Ctrl, Shift and a digit, as when they are pressed. */
function pressKeys({ view }: Editor, digit: string): void {
  const event = new KeyboardEvent('keydown', { key: digit, ctrlKey: true, shiftKey: true })
  view.someProp('handleKeyDown', (handle) => handle(view, event))
}

test.each([
  ['<ul><li>住まい</li></ul><p>通院</p><ul><li>就労</li></ul>', '8', 'bulletList'],
  ['<ul><li>住まい</li></ul><p>通院</p><ol><li>就労</li></ol>', '7', 'orderedList'],
  ['<p>住まい</p><ul><li>通院</li></ul><p>就労</p>', '9', 'taskList'],
])(
  '[LD5.89] lists and lines beside them that are selected, %s, become one list by Ctrl+Shift+%s, and lines again',
  async (html, digit, list) => {
    const { writer, peer } = await selected(html)
    const { editor } = writer
    const blocks = () =>
      peer.editor.state.doc.firstChild?.content.content.map(({ type, textContent }) => `${type.name} ${textContent}`)
    const words = linesOf(peer)
    pressKeys(editor, digit)

    expect([blocks(), linesOf(peer)]).toEqual([[`${list} 住まい通院就労`], words])
    pressKeys(editor, digit)
    expect(blocks()).toEqual(['住まい', '通院', '就労'].map((line) => `paragraph ${line}`))
  },
)
