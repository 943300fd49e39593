import { AllSelection, TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import { aSharedLine, sameAtBoth, type TwoEditors } from '#tests/support/twoEditors.ts'

function deleteLine({ editor }: TwoEditors['peer']): void {
  const { $from } = editor.state.selection
  editor.view.dispatch(editor.state.tr.delete($from.before(), $from.after()))
}

test('[LD5.50] the caret stays where one has put it in a line, and not behind what one wrote there before, when another makes the line a heading', () => {
  const both = aSharedLine()
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  both.writer.placeCaret('今日', 1)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()
  both.writer.editor.commands.insertContent('★')

  expect(sameAtBoth(both)[0]).toBe('heading: 今★日の会議を開く')
})

test('[LD5.50] the caret stays in the line that one has gone to when another makes the one before it a heading', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.splitBlock()
  both.writer.editor.commands.insertContent('次の行')
  both.peer.placeCaret('今日', 0)

  both.cut()
  both.writer.placeCaret('今日', 3)
  both.writer.editor.commands.insertContent('会議')
  both.writer.placeCaret('次の行', 3)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.mend()
  both.writer.editor.commands.insertContent('★')

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['heading: 今日の会議を開く', 'paragraph: 次の行★'])
})

test('[LD5.50] whoever goes on typing in a line that another has deleted writes behind the words that stay, wherever lines above have gone too', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  for (const line of ['次の行', '三行目', '四行目']) {
    both.writer.editor.commands.splitBlock()
    both.writer.editor.commands.insertContent(line)
  }

  both.cut()
  both.writer.placeCaret('三行目', 3)
  both.writer.editor.commands.insertContent('に書く')
  both.peer.placeCaret('三行目', 0)
  deleteLine(both.peer)
  both.mend()
  both.writer.editor.commands.insertContent('こと')

  expect(sameAtBoth(both).slice(0, 4)).toEqual([
    'paragraph: 今日のを開く',
    'paragraph: 次の行',
    'paragraph: に書くこと',
    'paragraph: 四行目',
  ])
})

test('[LD5.51] a line in which one has only deleted is gone when another deletes it meanwhile, and the page goes on', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.splitBlock()
  both.writer.editor.commands.insertContent('次の行')

  both.cut()
  both.writer.placeCaret('次の行', 0)
  const { from } = both.writer.editor.state.selection
  both.writer.editor.commands.deleteRange({ from, to: from + 2 })
  both.peer.placeCaret('次の行', 0)
  deleteLine(both.peer)
  both.mend()

  expect(sameAtBoth(both).slice(0, 2)).toEqual(['paragraph: 今日のを開く', 'paragraph: '])
})

test('[LD5.11] what one has selected in a line stays selected, and nothing else, when another makes the line a heading', () => {
  const both = aSharedLine()
  both.writer.editor.commands.setTextSelection({ from: 2, to: 4 })
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  both.writer.editor.commands.insertContent('本日')

  expect(sameAtBoth(both)[0]).toBe('heading: 本日のを開く')
})

test.each([
  ['the first', '今日', { from: 3, to: 12 }, 'heading: 今★行'],
  ['the second', '次の行', { from: 3, to: 12 }, 'paragraph: 今★行'],
  ['the second, where it was selected from there upwards', '次の行', { from: 12, to: 3 }, 'paragraph: 今★行'],
])(
  '[LD5.52] a selection over two lines takes in no more words when another makes one of them a heading: %s',
  (_which, line, { from, to }, left) => {
    const both = aSharedLine()
    both.writer.placeCaret('今日', 6)
    both.writer.editor.commands.splitBlock()
    both.writer.editor.commands.insertContent('次の行')
    const { state, view } = both.writer.editor
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)))
    both.peer.placeCaret(line, 0)
    both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
    both.writer.editor.commands.insertContent('★')

    expect(sameAtBoth(both)[0]).toBe(left)
  },
)

test('[LD5.11] whose last line under a heading another deletes goes on behind the line above it', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.splitBlock()
  both.writer.editor.commands.insertContent('次の行')
  both.peer.placeCaret('次の行', 0)
  deleteLine(both.peer)
  both.writer.editor.commands.insertContent('★')

  expect(sameAtBoth(both)[0]).toBe('paragraph: 今日のを開く★')
})

test('[LD5.52] where all is selected all stays selected when another makes a line a heading', () => {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.splitBlock()
  both.writer.editor.commands.insertContent('次の行')
  both.writer.editor.commands.selectAll()
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })

  expect(both.writer.editor.state.selection).toBeInstanceOf(AllSelection)
})
