import type { Editor } from '@tiptap/core'
import { expect, test } from 'vitest'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

function aNoteOf(...lines: readonly string[]): TwoEditors {
  const both = twoEditors()
  const html = lines.map((line) => `<p>${line}</p>`).join('')
  both.writer.editor.chain().setTextSelection(2).insertContent(html).run()
  return both
}

/** Takes out the lines from the one that says `first` to the one that says `last`. */
function deleteLines({ editor }: EditorSide, first: string, last: string): void {
  const { tr, doc } = editor.state
  const places: { [text: string]: readonly [from: number, to: number] } = {}
  doc.descendants((node, at) => {
    if (node.isTextblock) places[node.textContent] = [at, at + node.nodeSize]
  })
  editor.view.dispatch(tr.delete(places[first]?.[0] ?? 0, places[last]?.[1] ?? 0))
}

const TAG = { type: 'organisationMention', attrs: { organisationId: 'o1', organisationName: 'みなと市' } }

test('[LD5.56] the name of an organisation put into a line that another meanwhile makes a heading, or deletes, is not lost', () => {
  const changes = [(peer: Editor) => peer.commands.setNode('heading', { level: 3 }), null]
  const lines = changes.map((change) => {
    const both = aNoteOf('今日のを開く', '次の行')
    for (const side of [both.writer, both.peer]) side.placeCaret('今日', 3)
    both.cut()
    both.writer.editor.commands.insertContent([TAG, { type: 'text', text: 'と' }, { type: 'hardBreak' }, TAG])
    if (change === null) deleteLines(both.peer, '今日のを開く', '今日のを開く')
    else change(both.peer.editor)
    both.mend()
    expect(both.writer.lines()).toEqual(both.peer.lines())
    return both.writer.lines()[0]
  })

  expect(lines).toEqual(['heading: 今日のみなと市と みなと市を開く', 'paragraph: みなと市と みなと市を開く'])
})

test('[LD5.57] words written in several lines that another meanwhile deletes stay in their order', () => {
  const both = aNoteOf('一', '三', '四')
  // What was begun first need not stand first.
  both.writer.placeCaret('一', 1)
  both.writer.editor.chain().splitBlock().insertContent('二').run()
  both.cut()
  for (const [line, words] of [
    ['三', 'しかし'],
    ['二', 'だから'],
  ] as const) {
    both.writer.placeCaret(line, 1)
    both.writer.editor.commands.insertContent(words)
  }
  deleteLines(both.peer, '二', '三')
  both.mend()

  const lines = ['paragraph: 一', 'paragraph: だから', 'paragraph: しかし', 'paragraph: 四']
  expect([both.writer.lines().slice(0, 4), both.peer.lines().slice(0, 4)]).toEqual([lines, lines])
})

/** Gives every line that says one of these this id: while a word is composed, no line gets one of its own. */
function giveId({ editor }: EditorSide, blockId: string, ...lines: readonly string[]): void {
  const { tr, doc } = editor.state
  doc.descendants((node, at) => {
    if (node.isTextblock && lines.includes(node.textContent)) tr.setNodeAttribute(at, 'blockId', blockId)
  })
  editor.view.dispatch(tr.setMeta('composition', 1))
}

test('[LD5.65] where two lines that fell go into one, what one has deleted in the second takes along nothing that one has written in the first', () => {
  const both = aNoteOf('一一二二', '三三四四')
  const { writer, peer } = both
  giveId(writer, 'blk_twice', '一一二二', '三三四四')
  both.cut()
  writer.placeCaret('一一二二', 2)
  writer.editor.commands.insertContent('ことば')
  writer.placeCaret('三三四四', 4)
  const { from } = writer.editor.state.selection
  writer.editor.commands.deleteRange({ from: from - 2, to: from })
  for (const line of ['一一二二', '三三四四']) {
    peer.placeCaret(line, 0)
    peer.editor.commands.setNode('heading', { level: 3 })
  }
  giveId(peer, 'blk_new', '一一二二')
  both.mend()

  const lines = ['heading: 一一二二', 'heading: 三三ことば']
  expect([writer.lines().slice(0, 2), peer.lines().slice(0, 2)]).toEqual([lines, lines])
})
