import type { Editor } from '@tiptap/core'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { lateDoc } from '#server/collab/lateDoc.ts'
import { addTextlessLine } from '#tests/support/textlessLine.ts'
import { aSharedLine, sameAtBoth, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

function deleteLine({ editor }: TwoEditors['peer']): void {
  const { $from } = editor.state.selection
  editor.view.dispatch(editor.state.tr.delete($from.before(), $from.after()))
}

const CHANGES: readonly (readonly [name: string, change: (editor: Editor) => unknown, line: string])[] = [
  [
    'a heading',
    (editor) => editor.commands.toggleNode('heading', 'paragraph', { level: 1 }),
    'heading: 今日の会議を開く',
  ],
  ['an item of a list', (editor) => editor.commands.toggleBulletList(), 'paragraph: 今日の会議を開く'],
  ['a task', (editor) => editor.commands.toggleTaskList(), 'paragraph: 今日の会議を開く'],
  ['a decision', (editor) => editor.commands.setNode('decision'), 'decision: 今日の会議を開く'],
  ['a quotation', (editor) => editor.commands.toggleBlockquote(), 'paragraph: 今日の会議を開く'],
  [
    'a heading with more words',
    (editor) => editor.chain().toggleNode('heading', 'paragraph', { level: 1 }).insertContentAt(2, '★').run(),
    'heading: ★今日の会議を開く',
  ],
]

test.each(CHANGES)(
  '[LD5.7] words typed in a line that another meanwhile makes %s stand in it',
  (_name, change, line) => {
    const both = aSharedLine()
    both.peer.placeCaret('今日', 0)
    both.writer.placeCaret('今日', 3)

    both.cut()
    both.writer.editor.commands.insertContent('会議')
    change(both.peer.editor)
    both.mend()

    expect(sameAtBoth(both)[0]).toBe(line)
  },
)

test('[LD5.7] two runs in one line both stay where they were typed, and the caret stays behind the last', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 0)
  both.writer.editor.commands.insertContent('☆')
  both.writer.placeCaret('今日', 4)
  both.writer.editor.commands.insertContent('会議')
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()
  both.writer.editor.commands.insertContent('室')

  expect(sameAtBoth(both)[0]).toBe('heading: ☆今日の会議室を開く')
})

test('[LD5.7] words typed at the same time in the new heading and in the old line are each there once', () => {
  const both = aSharedLine()

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.peer.placeCaret('今日', 6)
  both.peer.editor.commands.insertContent('。')
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日の会議を開く。')
})

test('[LD5.7] words typed in a line that another meanwhile deletes stay as a line of their own', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.splitBlock()
  both.writer.editor.commands.insertContent('次の行')

  both.cut()
  both.writer.editor.commands.insertContent('に書く')
  both.peer.placeCaret('次の行', 0)
  deleteLine(both.peer)
  both.mend()
  both.writer.editor.commands.insertContent('こと')

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['paragraph: 今日のを開く', 'paragraph: に書くこと'])
})

test('[LD5.7] words typed in the first line under a heading, which another meanwhile deletes, stay under it', () => {
  const both = aSharedLine()
  both.writer.editor.chain().setTextSelection(8).splitBlock().insertContent('次').run()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  deleteLine(both.peer)
  both.mend()

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['paragraph: 会議', 'paragraph: 次'])
})

test.each([
  ['the second', { from: 5, to: 7 }, null, 'heading: 今日のを開く'],
  ['the first, which the other takes out too', { from: 2, to: 4 }, { from: 2, to: 4 }, 'heading: の今日を開く'],
])(
  '[LD5.7] of two words that are the same the one that was deleted stays deleted, and no other: %s',
  (_which, own, other, line) => {
    const both = aSharedLine()
    both.writer.editor.commands.insertContentAt(5, '今日')
    both.peer.placeCaret('今日', 0)

    both.cut()
    both.writer.editor.commands.deleteRange(own)
    both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
    if (other !== null) both.peer.editor.commands.deleteRange(other)
    both.mend()

    expect(sameAtBoth(both)[0]).toBe(line)
  },
)

test('[LD5.7] what another deleted after having read it stays deleted', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  both.peer.placeCaret('今日', 0)

  deleteLine(both.peer)

  expect(sameAtBoth(both).join()).not.toContain('会議')
})

test('[LD5.2] a word held while it is composed stands in the heading that its line became', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)
  both.writer.placeCaret('今日', 3)

  both.writer.bridge.hold()
  both.writer.editor.commands.insertContent('会議')
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  expect(both.writer.lines()[0]).toBe('paragraph: 今日の会議を開く')
  both.writer.bridge.release()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日の会議を開く')
})

test('[LD5.7] what one deletes in a line that another meanwhile makes a heading stays deleted, and what the other adds stays', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.editor.commands.deleteRange({ from: 2, to: 5 })
  both.peer.editor.chain().toggleNode('heading', 'paragraph', { level: 1 }).insertContentAt(8, '。').run()
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: を開く。')
})

test('[LD5.7] a line that one splits while another makes it a heading has no part twice', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.splitBlock()
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['heading: 今日の', 'paragraph: を開く'])
})

/** Two begin a new line at the same time: it holds two texts then, and the writer, who knows it, writes on in it. */
function aLineBegunByBoth(meanwhile: (peer: Editor) => unknown): { readonly begun: string; readonly line: string } {
  const both = addTextlessLine(twoEditors(), 2)
  both.cut()
  both.writer.editor.chain().setTextSelection(4).insertContent('今日の').run()
  both.peer.editor.chain().setTextSelection(4).insertContent('議題').run()
  both.deliver(both.writer)
  const begun = both.writer.lines()[1] ?? ''

  meanwhile(both.peer.editor)
  both.writer.editor.chain().setTextSelection(9).insertContent('。').run()
  both.mend()
  return { begun, line: sameAtBoth(both)[1] ?? '' }
}

test('[LD5.7] words typed in a line that two began at once are there once when the other, who has not seen them, writes on in it', () => {
  const { begun, line } = aLineBegunByBoth((peer) => peer.chain().setTextSelection(6).insertContent('と資料').run())

  expect([`${begun.replace('議題', '議題と資料')}。`, `${begun}。と資料`]).toContain(line)
})

test('[LD5.7] what one deletes in a line that two began at once stays deleted when the other, who has not seen it go, writes on in it', () => {
  const { begun, line } = aLineBegunByBoth((peer) => peer.commands.deleteRange({ from: 4, to: 5 }))

  expect(line).toBe(`${begun.replace('議', '')}。`)
})

test('[LD5.7] words that the server had before their line was made something else, while their author was away, are in what it became', () => {
  const both = aSharedLine()
  const { writer, peer } = both
  const server = lateDoc(null)
  const toServer = ({ net }: TwoEditors['writer']) => server.take([Y.encodeStateAsUpdate(net)])
  peer.placeCaret('今日', 0)
  writer.placeCaret('今日', 3)

  both.cut()
  writer.editor.commands.insertContent('会議')
  toServer(writer)
  peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  toServer(peer)
  const answer = server.since(Y.encodeStateVector(writer.net))
  writer.bridge.noteReceived(answer)
  Y.applyUpdate(writer.net, answer, 'received')
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日の会議を開く')
})

test('[LD5.7] what had reached a page and not its editor yet, when there its line was made something else, is in what it became', () => {
  const both = aSharedLine()
  const { writer, peer } = both
  peer.placeCaret('今日', 0)
  writer.placeCaret('今日', 3)

  peer.bridge.hold()
  writer.editor.commands.insertContent('会議')
  peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  peer.bridge.release()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日の会議を開く')
})

test('[LD5.7] what one deleted long ago, and the server names again to whoever comes back, takes no word of the line along', () => {
  const both = aSharedLine()
  const { writer, peer } = both
  writer.editor.commands.deleteRange({ from: 2, to: 4 })
  writer.editor.commands.insertContentAt(2, '今日')
  peer.placeCaret('今日', 0)

  both.cut()
  peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  const answer = Y.encodeStateAsUpdate(peer.net, Y.encodeStateVector(writer.net))
  writer.bridge.noteReceived(answer)
  Y.applyUpdate(writer.net, answer, 'received')
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日のを開く')
})

test('[LD5.7] the same where something of another had come before the server knew of the deletion', () => {
  const both = aSharedLine()
  const { writer, peer } = both
  both.cut()
  writer.editor.commands.deleteRange({ from: 2, to: 4 })
  peer.editor.commands.insertContentAt(8, '。')
  both.deliver(writer)
  both.mend()
  writer.editor.commands.insertContentAt(2, '今日')
  peer.placeCaret('今日', 0)

  both.cut()
  peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  const answer = Y.encodeStateAsUpdate(peer.net, Y.encodeStateVector(writer.net))
  writer.bridge.noteReceived(answer)
  Y.applyUpdate(writer.net, answer, 'received')
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: 今日のを開く。')
})

test('[LD5.7] what one deletes after another’s heading has reached the page, and before it is shown, stays deleted', () => {
  const both = aSharedLine()
  const { writer, peer } = both
  peer.placeCaret('今日', 0)

  writer.bridge.hold()
  peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  writer.editor.commands.deleteRange({ from: 2, to: 5 })
  writer.bridge.release()

  expect(sameAtBoth(both)[0]).toBe('heading: を開く')
})
