import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  foundIn,
  NOTHING_SOUGHT,
  replaceEvery,
  type Sought,
  seek,
  selectedWords,
  selectNearest,
} from '#client/collab/find/findReplace.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** What leaves a page is told to the others by and by; here it is counted. */
function sentBy(side: EditorSide): Uint8Array[] {
  const sent: Uint8Array[] = []
  side.onSent((update) => sent.push(update))
  return sent
}

const sought = (part: Partial<Sought>): Sought => ({ ...NOTHING_SOUGHT, ...part })

function replaceAll({ editor, bridge }: EditorSide, part: Partial<Sought>, room = Number.POSITIVE_INFINITY) {
  seek(editor, sought(part))
  return replaceEvery(editor, sought(part), { bridge, hasRoomFor: (bytes) => bytes <= room })
}

test('[LD5.18] words are found across lines, tables and marks, in any width, and nothing is found of nothing', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  editor.commands.setTextSelection(2)
  editor.commands.insertContent(
    '<p>ＮＰＯと<strong>N</strong>po</p><ul><li><p>npo</p></li></ul><table><tr><td><p>ＮＰＯ法人</p></td></tr></table>',
  )

  seek(editor, sought({ words: 'npo' }))
  editor.commands.setTextSelection(2)
  selectNearest(editor)
  const alike = [foundIn(editor), selectedWords(editor)]
  seek(editor, sought({ words: 'npo', isExact: true }))
  const exact = foundIn(editor)[1]
  seek(editor, NOTHING_SOUGHT)

  expect(alike).toEqual([[1, 4], 'ＮＰＯ'])
  expect([exact, foundIn(editor)[1]]).toEqual([1, 0])
})

test('[LD5.19] replacing every place leaves what stands between: another’s words typed there at the same time, marks and authors', () => {
  const both = twoEditors()
  const { writer, peer } = both
  peer.editor
    .chain()
    .setTextSelection(2)
    .insertContent('<p>甲は乙に、<strong>甲</strong>は丙に言う。甲</p><p>甲</p>')
    .run()
  const author = peer.editor.state.doc.textContent.length
  both.cut()
  peer.placeCaret('甲は乙に', 3)
  peer.editor.commands.insertContent('きのう')
  const count = replaceAll(writer, { words: '甲', instead: '$1さん' })
  both.mend()

  expect(count).toBe(4)
  expect(author).toBeGreaterThan(0)
  expect(writer.lines()).toEqual(peer.lines())
  expect(writer.lines().slice(0, 2)).toEqual([
    'paragraph: $1さんは乙きのうに、$1さんは丙に言う。$1さん',
    'paragraph: $1さん',
  ])
  const bold: string[] = []
  writer.editor.state.doc.descendants((node) => {
    if (node.marks.some(({ type }) => type.name === 'bold')) bold.push(node.text ?? '')
  })
  expect(bold).toEqual(['$1さん'])
})

test('[LD5.19] it is one step of undo and one change for the others, and what was taken out is only what was found', () => {
  const { writer, peer } = twoEditors()
  writer.editor.chain().setTextSelection(2).insertContent('<p>赤と青と赤と青と赤</p><p>赤い</p>').run()
  const before = writer.lines()
  const sent = sentBy(writer)

  replaceAll(writer, { words: '赤', instead: 'あか' })
  const taken = sent.flatMap((update) => [...Y.decodeUpdate(update).ds.clients.values()].flat())
  const replaced = writer.lines()
  writer.editor.commands.undo()

  expect(sent).toHaveLength(2)
  expect(taken.reduce((sum, { len }) => sum + len, 0)).toBe(4)
  expect(replaced.slice(0, 2)).toEqual(['paragraph: あかと青とあかと青とあか', 'paragraph: あかい'])
  expect([writer.lines(), peer.lines()]).toEqual([before, before])
})

test('[LD5.19] words may be replaced by none and by themselves, once each; and what is too much for one change is left alone', () => {
  const { writer, peer } = twoEditors()
  writer.editor.chain().setTextSelection(2).insertContent('ああああ').run()

  expect(replaceAll(writer, { words: 'ああ', instead: 'あああ' })).toBe(2)
  expect(peer.lines()[0]).toBe('paragraph: ああああああ')
  expect(replaceAll(writer, { words: 'あ', instead: 'い' }, 100)).toBeNull()
  expect(replaceAll(writer, { words: 'あ', instead: '' })).toBe(6)
  expect(replaceAll(writer, { words: 'あ', instead: 'い' })).toBe(0)
  expect([writer.lines()[0], peer.lines()[0]]).toEqual(['paragraph: ', 'paragraph: '])
})

function deleteLine({ editor }: EditorSide, text: string): void {
  const { tr, doc } = editor.state
  doc.descendants((node, at) => {
    if (node.isTextblock && node.textContent === text) tr.delete(at, at + node.nodeSize)
  })
  editor.view.dispatch(tr)
}

test('[LD5.19] what follows from a replacement, as a line for a section that two have emptied, moves no other one away', () => {
  const both = twoEditors()
  const { writer, peer } = both
  const { editor } = writer
  editor.commands.insertContentAt(editor.state.doc.content.size - 2, '赤と青と赤と黒')
  editor.commands.insertContentAt(2, '<p>一の行</p><p>二の行</p>')
  for (const side of [writer, peer]) side.placeCaret('赤と', 0)
  both.cut()
  deleteLine(writer, '一の行')
  deleteLine(peer, '二の行')
  both.mend()

  expect(replaceAll(writer, { words: '赤', instead: '白' })).toBe(2)
  expect(writer.lines().at(-1)).toBe('paragraph: 白と青と白と黒')
})
