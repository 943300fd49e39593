import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { setLines } from '#client/collab/editor/lineKinds.ts'
import { type EditorSide, idsOf, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

/** One step of undo. */
function write({ editor }: EditorSide, text: string): void {
  editor.commands.insertContent(text)
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
}

test('[LD5.12] after an undo in a line that another meanwhile made shorter, what the other writes goes on arriving', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, '会議の前に書いておいた長い一行')
  write(writer, 'い')
  peer.editor.commands.deleteRange({ from: 2, to: 17 })

  writer.editor.commands.undo()
  peer.editor.chain().setTextSelection(2).insertContent('つづき').run()
  writer.editor.commands.insertContent('。')

  expect(writer.lines()).toEqual(peer.lines())
  expect(writer.lines()[0]).toBe('paragraph: 。つづき')
})

test('[LD5.12] one undo after another goes on in a line that another meanwhile made shorter', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, '会議の前に書いておいた長い一行')
  write(writer, 'い')
  write(writer, 'ろ')
  peer.editor.commands.deleteRange({ from: 2, to: 17 })

  writer.editor.commands.undo()
  writer.editor.commands.undo()

  expect(writer.lines()).toEqual(peer.lines())
  expect(writer.lines()[0]).toBe('paragraph: ')
})

test('[LD5.12] what is written after an undo and a redo stands behind what came back, in its own section', () => {
  const { writer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, 'はじめに')

  writer.editor.commands.undo()
  writer.editor.commands.redo()
  writer.editor.commands.insertContent('。')

  expect(writer.lines()).toEqual(['paragraph: はじめに。', 'paragraph: '])
})

test('[LD5.12] an undo brings the caret to what it changed, from wherever it stood', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, '住まい')
  writer.editor.commands.deleteRange({ from: 3, to: 4 })
  peer.editor
    .chain()
    .setTextSelection(peer.editor.state.doc.child(0).nodeSize + 2)
    .insertContent('仕事')
    .run()
  writer.placeCaret('仕事', 2)

  writer.editor.commands.undo()
  writer.editor.commands.insertContent('・')

  expect(writer.lines()).toEqual(['paragraph: 住ま・い', 'paragraph: 仕事'])
  expect(peer.lines()).toEqual(writer.lines())
})

test('[LD5.12] undoing goes on behind what an undo had brought back, which another has deleted since', () => {
  const { writer, peer } = twoEditors()
  const { editor } = writer
  const deleteList = (side: EditorSide): void => {
    side.placeCaret('住まい', 0)
    side.editor.commands.deleteNode('bulletList')
  }
  peer.editor.chain().setTextSelection(2).insertContent('住まいの希望').toggleBulletList().run()
  writer.placeCaret('住まい', 6)
  editor.commands.deleteRange({ from: editor.state.selection.from - 2, to: editor.state.selection.from })
  write(writer, '')
  deleteList(writer)
  editor.commands.undo()
  writer.placeCaret('住まい', 3)
  write(writer, '※')
  editor.commands.undo()
  editor.commands.setTextSelection(editor.state.doc.content.size - 2)
  write(writer, '次の議題')
  deleteList(peer)

  editor.commands.undo()
  editor.commands.undo()

  expect(writer.lines()).toEqual(peer.lines())
  expect(writer.editor.state.doc.textContent).toBe('')
})

/** Somebody who has made a line something else, in which another then writes on. */
function writtenOnIn(make: (side: EditorSide) => void): TwoEditors {
  const both = twoEditors()
  both.writer.editor.commands.setTextSelection(2)
  write(both.writer, '住居を確認')
  make(both.writer)
  write(both.writer, '')
  both.peer.placeCaret('住居', 5)
  return both
}

test.each(['actionItem', 'decision', 'speaker', 'heading'])(
  '[LD5.23] an undo that makes a line no %s any more leaves what another has written in it',
  (kind) => {
    const { writer, peer } = writtenOnIn(({ editor }) => editor.commands.toggleNode(kind, 'paragraph'))
    peer.editor.commands.insertContent('、至急')
    writer.editor.commands.undo()
    const undone = peer.lines()
    writer.editor.commands.redo()

    expect(undone).toEqual([`${kind}: 、至急`, 'paragraph: 住居を確認', 'paragraph: '])
    expect(peer.lines()).toEqual([`${kind}: 住居を確認、至急`, 'paragraph: '])
    expect(writer.lines()).toEqual(peer.lines())
  },
)

test.each(['toggleBulletList', 'toggleTaskList'] as const)(
  '[LD5.23] an undo of %s leaves an entry that another has written under the first',
  (toggle) => {
    const { writer, peer } = writtenOnIn(({ editor }) => editor.commands[toggle]())
    for (const key of ['Enter', 'Tab']) peer.editor.commands.keyboardShortcut(key)
    peer.editor.commands.insertContent('鍵の受け渡し')
    writer.editor.commands.undo()

    expect(peer.lines()).toEqual(['paragraph: ', 'paragraph: 鍵の受け渡し', 'paragraph: 住居を確認', 'paragraph: '])
    expect(writer.lines()).toEqual(peer.lines())
  },
)

test('[LD5.23] an undo that takes a table back leaves what another has written in it, and nothing of it without that', () => {
  const { writer, peer } = twoEditors()
  const insertTable = () => writer.editor.chain().setTextSelection(2).insertTable({ rows: 2, cols: 2 }).run()
  insertTable()
  write(writer, '')
  writer.editor.commands.undo()
  const alone = peer.lines()
  insertTable()
  write(writer, '')
  peer.editor.chain().setTextSelection(6).insertContent('家賃').run()
  writer.editor.commands.undo()

  expect(alone).toEqual(['paragraph: ', 'paragraph: '])
  expect(peer.lines()).toEqual(['paragraph: 家賃', 'paragraph: ', 'paragraph: '])
  expect(writer.lines()).toEqual(peer.lines())
})

test('[LD5.30] a task that an undo leaves because another has written in it has an id of its own at once, for both', () => {
  const { writer, peer } = writtenOnIn(({ editor }) => editor.commands.toggleNode('actionItem', 'paragraph'))
  peer.editor.commands.insertContent('、至急')
  writer.editor.commands.undo()
  const ids = idsOf(peer)

  expect(peer.lines()[0]).toBe('actionItem: 、至急')
  expect(ids).not.toContain(null)
  expect(new Set(ids).size).toBe(ids.length)
  expect(idsOf(writer)).toEqual(ids)
})

test.each(['toggleBulletList', 'toggleTaskList', 'decision', 'heading'] as const)(
  '[LD5.31] an undo of %s in a line that another has made a task since brings back no second line of the same words',
  (kind) => {
    const { writer, peer } = writtenOnIn(({ editor: { commands } }) =>
      kind === 'decision' || kind === 'heading' ? commands.toggleNode(kind, 'paragraph') : commands[kind](),
    )
    setLines(peer.editor.chain(), 'actionItem').run()
    const made = peer.lines()
    writer.editor.commands.undo()
    const undone = peer.lines()
    writer.editor.commands.redo()

    expect(made).toEqual(['actionItem: 住居を確認', 'paragraph: '])
    expect([undone, peer.lines(), writer.lines()]).toEqual([made, made, made])
  },
)

test('[LD5.31] a redo of a task brings back no second line beside what another has made of it after the undo', () => {
  const { writer, peer } = writtenOnIn(({ editor }) => editor.commands.toggleNode('actionItem', 'paragraph'))
  writer.editor.commands.undo()
  setLines(peer.editor.chain(), 'decision').run()
  const made = peer.lines()
  writer.editor.commands.redo()

  expect([made, peer.lines(), writer.lines()]).toEqual(Array(3).fill(['decision: 住居を確認', 'paragraph: ']))
})

test('[LD5.31] an entry that another has made a decision since stays that alone when one undoes having put it into a list', () => {
  const { writer, peer } = writtenOnIn(({ editor }) => {
    editor.commands.toggleBulletList()
    yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
    editor.commands.toggleBulletList()
  })
  setLines(peer.editor.chain(), 'decision').run()
  const made = peer.lines()
  writer.editor.commands.undo()
  writer.editor.commands.undo()

  expect([peer.lines(), writer.lines()]).toEqual([made, made])
  expect(made).toEqual(['decision: 住居を確認', 'paragraph: '])
})

test('[LD5.31] a step that does nothing any more does not hide the one before it: the next line one wrote is taken back', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(writer.editor.state.doc.content.size - 2)
  write(writer, '就労')
  writer.editor.commands.setTextSelection(2)
  peer.editor.chain().setTextSelection(2).insertContent('住まい').run()
  writer.editor.commands.toggleNode('decision', 'paragraph')
  write(writer, '')
  setLines(peer.editor.chain(), 'actionItem').run()
  writer.editor.commands.undo()

  expect(peer.lines()).toEqual(['actionItem: 住まい', 'paragraph: '])
  expect(writer.lines()).toEqual(peer.lines())
})

test('[LD5.23] an undo brings back another’s words also where both made something of the line at once', () => {
  const { writer, peer, cut, mend } = writtenOnIn(() => undefined)
  cut()
  writer.editor.commands.toggleNode('heading', 'paragraph')
  write(writer, '')
  peer.editor.commands.insertContent('、至急')
  setLines(peer.editor.chain(), 'decision').run()
  mend()
  const made = peer.lines()
  writer.placeCaret('至急', 2)
  setLines(writer.editor.chain(), 'actionItem').run()
  writer.editor.commands.insertContent('※')
  const { to } = writer.editor.state.selection
  writer.editor.commands.deleteRange({ from: to - 1, to })
  writer.editor.commands.undo()

  expect(made).toContain('decision: 住居を確認、至急')
  expect([peer.lines(), writer.lines()]).toEqual([made, made])
})

test.each(['decision', 'list'])(
  '[LD5.23] an undo of Enter leaves the second half of a line of which another has made the first a %s since',
  (kind) => {
    const { writer, peer } = twoEditors()
    peer.editor.chain().setTextSelection(2).insertContent('住居を確認、仕事を探す').run()
    writer.placeCaret('住居', 6)
    writer.editor.commands.splitBlock()
    write(writer, '')
    peer.placeCaret('住居', 2)
    if (kind === 'list') peer.editor.commands.toggleBulletList()
    else setLines(peer.editor.chain(), 'decision').run()
    const made = peer.lines()
    writer.editor.commands.undo()

    expect(made.map((line) => line.split(': ')[1])).toEqual(['住居を確認、', '仕事を探す', ''])
    expect([peer.lines(), writer.lines()]).toEqual([made, made])
  },
)

test('[LD5.23] an undo that follows one which has brought a line back takes out of it only what one wrote oneself', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, '住居を確認')
  peer.placeCaret('住居', 5)
  peer.editor.commands.insertContent('、至急')
  writer.editor.commands.toggleNode('decision', 'paragraph')
  write(writer, '')
  writer.editor.commands.undo()
  const broughtBack = peer.lines()
  writer.editor.commands.undo()

  expect(broughtBack).toEqual(['paragraph: 住居を確認、至急', 'paragraph: '])
  expect(peer.lines()).toEqual(['paragraph: 、至急', 'paragraph: '])
  expect(writer.lines()).toEqual(peer.lines())
})

test('[LD5.23] of a line that one makes twice something else in a moment, what another wrote in it between stays, however often one undoes', () => {
  const { writer, peer } = twoEditors()
  writer.editor.commands.setTextSelection(2)
  write(writer, '住居を確認')
  writer.editor.commands.toggleNode('decision', 'paragraph')
  peer.placeCaret('住居', 5)
  peer.editor.commands.insertContent('、至急')
  writer.editor.commands.toggleNode('speaker', 'paragraph')
  while (yUndoPluginKey.getState(writer.editor.state).undoManager.canUndo()) writer.editor.commands.undo()

  expect(peer.editor.state.doc.textContent).toBe('、至急')
  expect(writer.lines()).toEqual(peer.lines())
})
