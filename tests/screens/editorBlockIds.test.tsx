import { TextSelection } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { describe, expect, test } from 'vitest'
import { setLines } from '#client/collab/editor/lineKinds.ts'
import { drop, letGo, take } from '#tests/support/pageEvents.ts'
import { type EditorSide, idsOf, sameAtBoth, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

/** There is no such event in jsdom, and nobody reads it. */
const PASTE = new Event('paste') as ClipboardEvent

function write({ editor }: EditorSide, ...lines: readonly string[]): void {
  editor.chain().setTextSelection(2).run()
  editor.view.pasteHTML(lines.map((line) => `<p>${line}</p>`).join(''), PASTE)
}

/** The id of each line, by its words. */
const idsByWords = (side: EditorSide): ReadonlyMap<string, unknown> =>
  new Map(side.lines().map((line, place) => [line.slice(line.indexOf(': ') + 2), idsOf(side)[place]]))

/** Where the words of a line begin. */
function startOf({ editor }: EditorSide, words: string): number {
  let start = 0
  editor.state.doc.descendants((node, at) => {
    if (node.isTextblock && node.textContent === words) start = at + 1
  })
  return start
}

const isEachOnce = (ids: readonly unknown[]): boolean => new Set(ids).size === ids.length && !ids.includes(null)

test('[LD5.84] a block that is dragged elsewhere keeps its id, and what another writes in it meanwhile goes along', () => {
  const both = twoEditors()
  const { writer, peer } = both
  write(writer, '前回の確認', '住まい', '通院')
  const ids = idsByWords(writer)
  both.cut()
  writer.editor.commands.setNodeSelection(startOf(writer, '住まい') - 1)
  drop(writer, startOf(writer, '通院') + 3)
  peer.placeCaret('住まい', 3)
  peer.editor.commands.insertContent('を市と調整する')
  both.mend()

  expect(sameAtBoth(both).slice(0, 3)).toEqual([
    'paragraph: 前回の確認',
    'paragraph: 通院',
    'paragraph: 住まいを市と調整する',
  ])
  expect(idsByWords(writer).get('住まいを市と調整する')).toBe(ids.get('住まい'))
})

test('[LD5.84] a copy that is dragged elsewhere, or pasted, has an id of its own', () => {
  const { writer } = twoEditors()
  write(writer, '前回の確認', '住まい')
  const before = idsByWords(writer)
  writer.editor.commands.setNodeSelection(startOf(writer, '住まい') - 1)
  const { dom } = writer.editor.view.serializeForClipboard(writer.editor.state.selection.content())
  drop(writer, startOf(writer, '前回の確認') - 1, true)
  writer.editor.commands.setTextSelection(startOf(writer, '前回の確認'))
  writer.editor.view.pasteHTML(dom.innerHTML, PASTE)

  expect(writer.lines().filter((line) => line === 'paragraph: 住まい')).toHaveLength(3)
  expect(isEachOnce(idsOf(writer))).toBe(true)
  expect(idsByWords(writer).get('住まい')).toBe(before.get('住まい'))
})

test('[LD5.84] of lines that are dragged elsewhere those that are whole keep their ids, and no id stands twice', () => {
  const both = twoEditors()
  const { writer } = both
  write(writer, '前回の確認', '住まい', '通院', '就労')
  const ids = idsByWords(writer)
  const { doc } = writer.editor.state
  const [from, to] = [startOf(writer, '住まい') + 1, startOf(writer, '就労') + 1]
  writer.editor.view.dispatch(writer.editor.state.tr.setSelection(TextSelection.create(doc, from, to)))
  drop(writer, startOf(writer, '前回の確認'))

  expect(sameAtBoth(both).slice(0, 4)).toEqual([
    'paragraph: まい',
    'paragraph: 通院',
    'paragraph: 就前回の確認',
    'paragraph: 住労',
  ])
  expect(isEachOnce(idsOf(writer))).toBe(true)
  expect(idsByWords(writer).get('通院')).toBe(ids.get('通院'))
})

/** A task with somebody's name in a line of its own, all its words selected, and an empty line behind it. */
function selectedTask(): { readonly both: TwoEditors; readonly id: unknown } {
  const both = twoEditors()
  const { writer } = both
  const { editor } = writer
  write(writer, '', '住まいを確認', '通院')
  writer.placeCaret('住まい', 0)
  setLines(editor.chain(), 'actionItem').run()
  editor.commands.updateAttributes('actionItem', { personName: 'Eさん' })
  const from = startOf(writer, '住まいを確認')
  editor.commands.setTextSelection({ from, to: from + 6 })
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
  return { both, id: idsByWords(writer).get('住まいを確認') }
}

/** The lines of both, and whose task each is. */
function tasks(both: TwoEditors): readonly string[] {
  const people: string[] = []
  sameAtBoth(both)
  both.peer.editor.state.doc.descendants(({ isTextblock, textContent, type, attrs }) => {
    if (isTextblock) people.push(`${type.name}: ${textContent}${attrs.personName ?? ''}`)
  })
  return people
}

test.each([
  ['below', (side: EditorSide) => side.editor.state.doc.content.size - 2],
  ['above', () => 2],
] as const)(
  '[LD5.24] [LD5.84] a task all of whose words are dragged into an empty line %s stands there, with its fields and its id, and nowhere else',
  (_where, placeIn) => {
    const { both, id } = selectedTask()
    const { writer } = both
    const { editor } = writer
    drop(writer, placeIn(writer))

    const lines = tasks(both).filter((line) => !line.includes('通院'))
    expect(lines.filter((line) => line.startsWith('actionItem'))).toEqual(['actionItem: 住まいを確認Eさん'])
    expect(lines).toHaveLength(3)
    expect(idsByWords(writer).get('住まいを確認')).toBe(id)
    expect(isEachOnce(idsOf(writer).slice(0, 3))).toBe(true)
    editor.commands.undo()
    expect(tasks(both).filter((line) => line.startsWith('actionItem'))).toEqual(['actionItem: 住まいを確認Eさん'])
  },
)

test('[LD5.24] words that are dragged out of a task into another line, all of them, leave it its fields', () => {
  const { both } = selectedTask()
  drop(both.writer, startOf(both.writer, '通院') + 2)

  expect(tasks(both).slice(1, 3)).toEqual(['actionItem: Eさん', 'paragraph: 通院住まいを確認'])
})

test('[LD5.24] a task that is let go where it was stays as it is', () => {
  const { both, id } = selectedTask()
  drop(both.writer, startOf(both.writer, '住まいを確認') + 3)

  expect(tasks(both).slice(1, 3)).toEqual(['actionItem: 住まいを確認Eさん', 'paragraph: 通院'])
  expect(idsByWords(both.writer).get('住まいを確認')).toBe(id)
})

test('[LD5.24] whoever cuts all words of a task takes its fields along', () => {
  const { both } = selectedTask()
  const { view } = both.writer.editor
  const cut = new Event('cut', { bubbles: true, cancelable: true })
  const clipboardData = { clearData: () => undefined, setData: () => undefined }
  view.dom.dispatchEvent(Object.assign(cut, { clipboardData }))
  expect(tasks(both).slice(1, 3)).toEqual(['paragraph: ', 'paragraph: 通院'])
  both.writer.editor.commands.undo()
  expect(tasks(both).slice(1, 3)).toEqual(['actionItem: 住まいを確認Eさん', 'paragraph: 通院'])
})

describe('what another does to words that are being dragged', () => {
  function dragging(): TwoEditors {
    const both = twoEditors()
    write(both.writer, '甲乙丙丁', '通院')
    const from = startOf(both.writer, '甲乙丙丁') + 1
    both.writer.editor.commands.setTextSelection({ from, to: from + 2 })
    take(both.writer)
    return both
  }

  test('[LD5.87] words that another writes between them go along', () => {
    const both = dragging()
    both.peer.placeCaret('甲乙', 2)
    both.peer.editor.commands.insertContent('間')
    letGo(both.writer, startOf(both.writer, '通院'))

    expect(sameAtBoth(both).slice(0, 2)).toEqual(['paragraph: 甲丁', 'paragraph: 乙間丙通院'])
  })

  test('[LD5.87] words that another deletes do not come back, and nothing else goes', () => {
    const both = dragging()
    const from = startOf(both.peer, '甲乙丙丁') + 1
    both.peer.editor.commands.deleteRange({ from, to: from + 2 })
    letGo(both.writer, startOf(both.writer, '通院'))

    expect(sameAtBoth(both).slice(0, 2)).toEqual(['paragraph: 甲丁', 'paragraph: 通院'])
  })

  test('[LD5.87] a block goes with what another has written in it, and stands once', () => {
    const both = twoEditors()
    const { writer, peer } = both
    write(writer, '甲乙', '通院')
    writer.editor.commands.setNodeSelection(startOf(writer, '甲乙') - 1)
    take(writer)
    peer.placeCaret('甲乙', 1)
    peer.editor.commands.insertContent('間')
    letGo(writer, startOf(writer, '通院') + 3)

    expect(sameAtBoth(both).filter((line) => line !== 'paragraph: ')).toEqual(['paragraph: 通院', 'paragraph: 甲間乙'])
  })
})

test('[LD5.39] the ids of pasted lines are in what is pasted: however many, they change the note no second time', () => {
  const { writer } = twoEditors()
  let stepCount = 0
  writer.editor.on('transaction', ({ transaction, appendedTransactions }) => {
    for (const { steps } of [transaction, ...appendedTransactions]) stepCount += steps.length
  })
  write(writer, ...Array.from({ length: 300 }, (_, place) => `行${place}`))

  expect(writer.lines()).toHaveLength(301)
  expect(isEachOnce(idsOf(writer).slice(0, 300))).toBe(true)
  expect(stepCount).toBeLessThan(5)
})

test('[LD5.85] of a line that is torn its beginning keeps the id, or the words where that is empty; a line that stands twice goes on to', () => {
  const { writer } = twoEditors()
  write(writer, '住まいの確保')
  const id = idsOf(writer)[0]
  writer.placeCaret('住まい', 3)
  writer.editor.commands.splitBlock()
  expect([writer.lines()[0], idsOf(writer)[0]]).toEqual(['paragraph: 住まい', id])
  writer.placeCaret('住まい', 0)
  writer.editor.commands.splitBlock()
  expect([writer.lines()[1], idsOf(writer)[1]]).toEqual(['paragraph: 住まい', id])
  expect(isEachOnce(idsOf(writer).slice(0, 3))).toBe(true)

  // As two leave it who make a line something else apart.
  const { tr } = writer.editor.state
  const second = startOf(writer, 'の確保') - 1
  writer.editor.view.dispatch(tr.setNodeAttribute(second, 'blockId', id))
  writer.editor.commands.setTextSelection({ from: startOf(writer, '住まい'), to: startOf(writer, 'の確保') + 1 })
  setLines(writer.editor.chain(), 'heading', { level: 1 }).run()
  expect(writer.lines().slice(1, 3)).toEqual(['heading: 住まい', 'heading: の確保'])
  expect(idsOf(writer).slice(1, 3)).toEqual([id, id])
})
