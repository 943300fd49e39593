import { expect, test } from 'vitest'
import { addTextlessLine } from '#tests/support/textlessLine.ts'
import { aSharedLine, sameAtBoth } from '#tests/support/twoEditors.ts'

test('[LD5.69] words typed in the middle of a line that another makes a heading, and writes on at both ends, are between the same characters', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  both.writer.editor.commands.deleteRange({ from: 7, to: 8 })
  both.peer.editor.chain().toggleNode('heading', 'paragraph', { level: 1 }).insertContentAt(2, '（一）').run()
  both.peer.editor.commands.insertContentAt(11, '。')
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: （一）今日の会議開く。')
})

test('[LD5.69] words of a line that two began, and one makes a heading before the other’s page has made one text of it, are there once', () => {
  const both = addTextlessLine(aSharedLine(), 8)
  both.cut()
  both.writer.editor.commands.insertContent('議題は')
  both.peer.editor.chain().setTextSelection(10).insertContent('資料を').run()
  both.deliver(both.writer)
  both.deliver(both.peer, 1)
  both.writer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()

  expect(sameAtBoth(both)[1]).toBe('heading: 議題は資料を')
})

test('[LD5.69] what one has deleted in a line that another makes a heading is gone there, also where the other has written and deleted in the midst of it', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.editor.commands.deleteRange({ from: 2, to: 7 })
  both.peer.editor.chain().toggleNode('heading', 'paragraph', { level: 1 }).insertContentAt(4, '（水）').run()
  both.peer.editor.commands.deleteRange({ from: 7, to: 8 })
  both.mend()

  expect(sameAtBoth(both)[0]).toBe('heading: （水）く')
})

test('[LD5.69] the end of a line that one tears off while another makes the line a heading and writes on in it stands once', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.splitBlock()
  both.peer.editor.chain().toggleNode('heading', 'paragraph', { level: 1 }).insertContentAt(6, '★').run()
  both.mend()

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['heading: 今日の★', 'paragraph: を開く'])
})
