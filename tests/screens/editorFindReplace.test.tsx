import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  countBeside,
  foundIn,
  NOTHING_SOUGHT,
  replaceEvery,
  replaceOne,
  type Sought,
  seek,
  selectedWords,
  selectNearest,
  shownBeside,
  step,
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

const tag = (organisationName: string) => ({
  type: 'organisationMention',
  attrs: { organisationId: 'o1', organisationName },
})

/** みなと three times in the text, in one name tag and in two fields of one block. */
function noteOfMinato({ editor }: EditorSide): void {
  const fields = { organisationId: null, organisationName: 'みなと寮', personName: 'みなとさん', dueOn: '2026-12-04' }
  const text = (words: string) => ({ type: 'text', text: words })
  editor.commands.insertContentAt(2, [
    { type: 'paragraph', content: [text('みなと線で'), tag('ＭＩみなと'), text('へ')] },
    { type: 'actionItem', attrs: { ...fields, state: 'open' }, content: [text('みなとへ行く')] },
    { type: 'paragraph', content: [text('みなと')] },
  ])
}

const wayThrough = ({ editor }: EditorSide, where: 'next' | 'previous', steps: number) =>
  Array.from({ length: steps }, () => {
    step(editor, where)
    return [...foundIn(editor), shownBeside(editor)]
  })

const EVERYWHERE = [
  [1, 6, null],
  [2, 6, ''],
  [3, 6, '担当機関'],
  [4, 6, '担当者'],
  [5, 6, null],
  [6, 6, null],
] as const

test('[LD5.48] name tags and fields of blocks are found in their order among the words, to and fro, and counted', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  noteOfMinato(writer)
  editor.commands.setTextSelection(2)
  seek(editor, sought({ words: 'みなと' }))

  const [first, ...others] = EVERYWHERE
  expect(wayThrough(writer, 'next', 7)).toEqual([...EVERYWHERE, first])
  expect(wayThrough(writer, 'previous', 6)).toEqual([...others.toReversed(), first])
  const shown = (words: string, isExact = false) => {
    editor.commands.setTextSelection(2)
    seek(editor, sought({ words, isExact }))
    selectNearest(editor)
    return [foundIn(editor)[1], shownBeside(editor)]
  }
  expect(shown('12月4日')).toEqual([1, '期限'])
  expect(shown('対応中')).toEqual([1, '状態'])
  expect([shown('mi'), shown('mi', true)]).toEqual([
    [1, ''],
    [0, null],
  ])
})

test('[LD5.48] a search begins with the fields of the block before whose words the caret stands, and goes back from the caret', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  noteOfMinato(writer)
  writer.placeCaret('みなとへ行く', 0)
  seek(editor, sought({ words: 'みなと' }))
  selectNearest(editor)
  const begun = [...foundIn(editor), shownBeside(editor)]
  writer.placeCaret('みなとへ行く', 3)

  expect(begun).toEqual(EVERYWHERE[2])
  expect(wayThrough(writer, 'previous', 1)).toEqual([EVERYWHERE[4]])
  editor.commands.setTextSelection(2)
  seek(editor, sought({ words: 'Ｍ', isExact: true }))
  const exact = foundIn(editor)[1]
  seek(editor, sought({ words: 'ｍ', isExact: true }))
  expect([exact, foundIn(editor)[1]]).toEqual([1, 0])
})

test('[LD5.48] the field that was found is marked, one among them as shown, until one goes on or closes the bar', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  const marked = () =>
    ['block-field-found', 'block-field-reached'].map((name) =>
      [...editor.view.dom.querySelectorAll(`.${name} .block-field-label`)].map((label) => label.textContent),
    )
  noteOfMinato(writer)
  editor.commands.setTextSelection(2)
  seek(editor, sought({ words: 'みなと' }))
  const before = marked()
  wayThrough(writer, 'next', 3)
  const atFirst = marked()
  wayThrough(writer, 'next', 1)
  const atSecond = marked()
  const tags = editor.view.dom.querySelectorAll('.organisation-mention.ProseMirror-search-match').length
  wayThrough(writer, 'next', 1)
  const behind = marked()
  seek(editor, NOTHING_SOUGHT)

  const both = ['担当機関', '担当者']
  expect([before, atFirst, atSecond, behind]).toEqual([
    [both, []],
    [both, ['担当機関']],
    [both, ['担当者']],
    [both, []],
  ])
  expect([tags, marked()]).toEqual([1, [[], []]])
})

test('[LD5.48] which field is shown is kept while another writes above it, and one who is not there any more is counted no more', () => {
  const { writer, peer } = twoEditors()
  const { editor } = writer
  noteOfMinato(writer)
  editor.commands.setTextSelection(2)
  seek(editor, sought({ words: 'みなと' }))
  wayThrough(writer, 'next', 4)
  peer.editor.commands.insertContentAt(2, '<p>みなとと書く</p>')
  const kept = [...foundIn(editor), shownBeside(editor)]
  peer.editor.commands.command(({ tr }) => {
    tr.doc.descendants((node, at) => {
      if (node.type.name === 'actionItem') tr.setNodeAttribute(at, 'personName', 'かもめさん')
    })
    return true
  })

  expect(kept).toEqual([5, 7, '担当者'])
  expect([...foundIn(editor), shownBeside(editor)]).toEqual([0, 6, null])
})

test('[LD5.49] replacing is of the text alone: name tags and fields stay, one by one and all at once, and are counted', () => {
  const { writer, peer } = twoEditors()
  const { editor } = writer
  noteOfMinato(writer)
  const beside = () => JSON.stringify(editor.state.doc.toJSON()).match(/みなと(?:さん|寮)|ＭＩみなと/g)
  editor.commands.setTextSelection(2)
  seek(editor, sought({ words: 'みなと' }))
  wayThrough(writer, 'next', 1)
  const moved = Array.from({ length: 4 }, () => {
    replaceOne(editor, '港')
    return shownBeside(editor)
  })
  expect(moved).toEqual(['', '担当機関', '担当者', null])
  expect(replaceAll(writer, { words: 'みなと', instead: '港' })).toBe(2)
  expect([countBeside(editor), beside()]).toEqual([3, ['ＭＩみなと', 'みなと寮', 'みなとさん']])
  expect(writer.lines().slice(0, 3)).toEqual(['paragraph: 港線でへ', 'actionItem: 港へ行く', 'paragraph: 港'])
  expect(peer.lines()).toEqual(writer.lines())
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

test('[LD5.54] what is replaced everywhere while a composition holds the text goes out with its end, not before', () => {
  const { writer, peer } = twoEditors()
  writer.editor.chain().setTextSelection(2).insertContent('会議と会議').run()
  writer.bridge.hold()

  replaceAll(writer, { words: '会議', instead: '協議' })
  const meanwhile = peer.lines()[0]
  writer.bridge.release()

  expect([meanwhile, peer.lines()[0]]).toEqual(['paragraph: 会議と会議', 'paragraph: 協議と協議'])
})
