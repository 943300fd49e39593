import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { setLines } from '#client/collab/editor/lineKinds.ts'
import { toClipboard } from '#tests/support/pageEvents.ts'
import { type EditorSide, sameAtBoth, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

/** There is no such event in jsdom, and nobody reads it. */
const PASTE = new Event('paste') as ClipboardEvent

/** Where the words of a line begin; an empty one is found by the line before it. */
function startOf({ editor }: EditorSide, words: string): number {
  let start = 0
  editor.state.doc.descendants((node, at) => {
    if (node.isTextblock && node.textContent === words) start = at + 1
  })
  return start
}

/** A task of Eさん's between two lines, and an empty line at the end of all. */
function note(): TwoEditors {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(2)
  editor.view.pasteHTML('<p>前回の確認</p><p>住まいを確認</p><p>通院</p><p></p>', PASTE)
  both.writer.placeCaret('住まい', 0)
  setLines(editor.chain(), 'actionItem').run()
  editor.commands.updateAttributes('actionItem', { personName: 'Eさん' })
  return both
}

/** Each task: its words, whose it is, and its id. */
function tasksOf({ editor }: EditorSide): readonly (readonly unknown[])[] {
  const tasks: unknown[][] = []
  editor.state.doc.descendants(({ type, textContent, attrs }) => {
    if (type.name === 'actionItem') tasks.push([textContent, attrs.personName, attrs.blockId])
  })
  return tasks
}

const SELECTIONS = {
  'as a block': (side: EditorSide) => side.editor.commands.setNodeSelection(startOf(side, '住まいを確認') - 1),
  'by all its words': (side: EditorSide) => {
    const from = startOf(side, '住まいを確認')
    side.editor.commands.setTextSelection({ from, to: from + 6 })
  },
  'with the lines around it': (side: EditorSide) =>
    side.editor.commands.setTextSelection({ from: startOf(side, '前回の確認') + 2, to: startOf(side, '通院') + 1 }),
} as const

/** Into a new line at the end of all. */
function pasteAtEnd({ editor }: EditorSide, html: string): void {
  editor.commands.insertContentAt(editor.state.doc.content.size - 1, { type: 'paragraph' })
  editor.commands.setTextSelection(editor.state.doc.content.size - 2)
  editor.view.pasteHTML(html, PASTE)
}

test.each(Object.entries(SELECTIONS))(
  '[LD5.93] a task that is cut %s and pasted elsewhere keeps its id and its fields; pasted once more it is another',
  (_how, select) => {
    const both = note()
    const { writer } = both
    const tasks = tasksOf(writer)
    select(writer)
    const html = toClipboard(writer, 'cut')
    expect(tasksOf(both.peer)).toEqual([])
    pasteAtEnd(writer, html)
    sameAtBoth(both)
    expect(tasksOf(both.peer)).toEqual(tasks)

    pasteAtEnd(writer, html)
    expect(tasksOf(both.peer)).toEqual([tasks[0], ['住まいを確認', 'Eさん', expect.any(String)]])
    expect(idsOfLine(both.peer, '住まいを確認').size).toBe(2)
  },
)

test('[LD5.93] what another writes in a task that is cut and pasted, not having seen it, goes along', () => {
  const both = note()
  const { writer, peer } = both
  const id = tasksOf(writer)[0]?.[2]
  both.cut()
  peer.placeCaret('住まい', 6)
  peer.editor.commands.insertContent('する')
  SELECTIONS['as a block'](writer)
  pasteAtEnd(writer, toClipboard(writer, 'cut'))
  both.mend()

  sameAtBoth(both)
  expect(tasksOf(writer)).toEqual([['住まいを確認する', 'Eさん', id]])
})

const idsOfLine = ({ editor }: EditorSide, words: string): ReadonlySet<unknown> => {
  const ids = new Set<unknown>()
  editor.state.doc.descendants(({ textContent, isTextblock, attrs }) => {
    if (isTextblock && textContent === words) ids.add(attrs.blockId)
  })
  return ids
}

test('[LD5.93] a task that has come back since it was cut, by an undo or since another has made it a decision unseen, is pasted as another', () => {
  const undone = note()
  SELECTIONS['as a block'](undone.writer)
  yUndoPluginKey.getState(undone.writer.editor.state).undoManager.stopCapturing()
  const cutAndUndone = toClipboard(undone.writer, 'cut')
  undone.writer.editor.commands.undo()
  pasteAtEnd(undone.writer, cutAndUndone)
  expect(idsOfLine(undone.peer, '住まいを確認').size).toBe(2)

  const changed = note()
  changed.cut()
  changed.peer.placeCaret('住まい', 0)
  setLines(changed.peer.editor.chain(), 'decision').run()
  SELECTIONS['as a block'](changed.writer)
  const cutUnseen = toClipboard(changed.writer, 'cut')
  changed.mend()
  expect(changed.writer.lines()).toContain('decision: 住まいを確認')
  pasteAtEnd(changed.writer, cutUnseen)
  sameAtBoth(changed)
  expect(idsOfLine(changed.peer, '住まいを確認').size).toBe(2)
})

test('[LD5.93] what was cut in one note, or copied, is pasted as another', () => {
  const [one, other] = [note(), twoEditors()]
  const id = tasksOf(one.writer)[0]?.[2]
  SELECTIONS['as a block'](one.writer)
  pasteAtEnd(one.writer, toClipboard(one.writer, 'copy'))
  expect(new Set(tasksOf(one.peer).map(([, , each]) => each)).size).toBe(2)
  SELECTIONS['as a block'](one.writer)
  pasteAtEnd(other.writer, toClipboard(one.writer, 'cut'))

  expect(tasksOf(other.peer)).toEqual([['住まいを確認', 'Eさん', expect.any(String)]])
  expect(tasksOf(other.peer)[0]?.[2]).not.toBe(id)
})
