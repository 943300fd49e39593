import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from '@tiptap/pm/state'
import { yCursorPluginKey } from '@tiptap/y-tiptap'
import { expect, onTestFinished, test } from 'vitest'
import { nextFrame } from '#client/collab/ime/nextFrame.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** The lines of a note, 「｜」 where the other's caret is drawn in the editor of `side`. */
const shown = ({ editor }: EditorSide): readonly string[] => {
  const carets: readonly { readonly from: number }[] = yCursorPluginKey.getState(editor.state).find()
  const places = [...new Set(carets.map(({ from }) => from))]
  const lines: string[] = []
  editor.state.doc.descendants((node, at) => {
    if (!node.isTextblock || node.textContent === '') return
    const here = places.map((place) => place - at - 1).find((offset) => offset >= 0 && offset <= node.content.size)
    const { textContent: text } = node
    lines.push(here === undefined ? text : `${text.slice(0, here)}｜${text.slice(here)}`)
  })
  return lines
}

/** One's own caret is told of after the frame, and another's is drawn right after it has come. */
const drawing = async () => {
  await nextFrame()
  await pause(5)
}

/** Two lines that both have read, the peer's caret after the first word of the second. */
async function twoAtWork() {
  const both = twoEditors()
  const { writer, peer } = both
  const { editor } = writer
  editor.commands.setTextSelection(2)
  editor.commands.insertContent('住居を探す')
  editor.commands.splitBlock()
  editor.commands.insertContent('通院を続ける')
  peer.placeCaret('通院', 2)
  writer.placeCaret('住居', 2)
  await drawing()
  const drawings: Transaction[] = []
  const count = ({ transaction }: { transaction: Transaction }) => {
    if (transaction.getMeta(yCursorPluginKey) !== undefined) drawings.push(transaction)
  }
  writer.editor.on('transaction', count)
  onTestFinished(() => void writer.editor.off('transaction', count))
  return { ...both, drawings }
}

test('[LD5.16] what is written elsewhere draws no other caret anew, and each stands where it was', async () => {
  const { writer, drawings } = await twoAtWork()
  expect(shown(writer)).toEqual(['住居を探す', '通院｜を続ける'])

  for (const letter of 'と仕事') {
    writer.editor.commands.insertContent(letter)
    await drawing()
  }
  writer.editor.commands.setTextSelection(3)
  await drawing()

  expect(drawings).toEqual([])
  expect(shown(writer)).toEqual(['住居と仕事を探す', '通院｜を続ける'])
})

test('[LD5.16] a caret that a change of one’s own touches is drawn anew where it belongs', async () => {
  const { writer, drawings } = await twoAtWork()

  writer.placeCaret('通院', 2)
  writer.editor.commands.insertContent('先')
  await drawing()
  expect(shown(writer), 'written at that very place').toEqual(['住居を探す', '通院｜先を続ける'])
  const drawnThere = drawings.length
  writer.editor.commands.splitBlock()
  await drawing()
  expect(shown(writer), 'a line more').toEqual(['住居を探す', '通院｜先', 'を続ける'])
  writer.editor.commands.joinBackward()
  await drawing()
  expect(shown(writer), 'and back').toEqual(['住居を探す', '通院｜先を続ける'])
  expect(drawings.length, 'lines that come and go move it without drawing it').toBe(drawnThere)
  writer.placeCaret('通院', 1)
  const { from } = writer.editor.state.selection
  writer.editor.commands.deleteRange({ from, to: from + 4 })
  await drawing()

  expect(shown(writer), 'its words deleted').toEqual(['住居を探す', '通｜ける'])
  expect(drawings.length).toBeGreaterThan(drawnThere)
})

test('[LD5.16] another’s caret that moves is drawn where it goes', async () => {
  const { writer, peer } = await twoAtWork()

  peer.placeCaret('住居', 1)
  await drawing()

  expect(shown(writer)).toEqual(['住｜居を探す', '通院を続ける'])
})

test('[LD5.16] beside a word that is being composed no caret is drawn anew before it is done', async () => {
  const { writer, drawings } = await twoAtWork()
  writer.placeCaret('通院', 2)
  writer.bridge.hold()
  writer.editor.commands.insertContent('さき')
  await drawing()
  expect(drawings).toEqual([])

  writer.bridge.release()
  writer.editor.view.dispatch(writer.editor.state.tr)
  await drawing()

  expect(shown(writer)).toEqual(['住居を探す', '通院｜さきを続ける'])
})

test('[LD5.16] a page whose caret has not moved tells nobody of it when another writes', async () => {
  const { writer, peer } = await twoAtWork()
  let told = 0
  writer.awareness.on('update', (_change: unknown, origin: unknown) => {
    if (origin === 'local') told += 1
  })

  for (const letter of 'と、薬も') peer.editor.commands.insertContent(letter)
  await drawing()
  expect(told).toBe(0)
  writer.placeCaret('住居', 1)
  await drawing()
  expect(told).toBe(1)
})

test('[LD5.16] a change of several steps at the end of the note is made beside another’s caret', async () => {
  const { writer } = await twoAtWork()
  const { state, view } = writer.editor
  const { size } = state.doc.content

  const { tr } = state
  tr.insertText('終わりの行に書き足した言葉', size - 2)
  tr.delete(tr.doc.content.size - 4, tr.doc.content.size - 2)
  view.dispatch(tr)
  await drawing()

  expect(shown(writer).at(-1)).toBe('終わりの行に書き足した')
})

test('[LD5.2] a caret behind letters that are still composed is told to nobody', async () => {
  const { writer, peer } = await twoAtWork()
  const before = shown(peer)
  writer.bridge.hold()
  writer.editor.commands.insertContent('と仕事')
  await drawing()
  const whileComposing = shown(peer)
  writer.bridge.release()
  writer.editor.commands.setTextSelection(3)
  await drawing()

  expect([before, whileComposing, shown(peer)]).toEqual([
    ['住居｜を探す', '通院を続ける'],
    ['住居｜を探す', '通院を続ける'],
    ['住｜居と仕事を探す', '通院を続ける'],
  ])
})
