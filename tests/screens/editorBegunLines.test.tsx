import { expect, test } from 'vitest'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

const writesOn = ({ editor }: EditorSide, words: string) =>
  editor.chain().setTextSelection(editor.state.doc.resolve(4).end()).insertContent(words).run()

const toHeading = ({ editor }: EditorSide) => editor.commands.toggleNode('heading', 'paragraph', { level: 1 })

test.each([
  ['one writes on', (writer: EditorSide) => writesOn(writer, '。'), '今日の議題。'],
  ['the other writes on', (_writer: EditorSide, peer: EditorSide) => writesOn(peer, '。'), '今日の議題。'],
  [
    'both write on',
    (writer: EditorSide, peer: EditorSide) => [writesOn(writer, '。'), writesOn(peer, '、')],
    '今日の議題。、',
  ],
  ['one makes it a heading', (writer: EditorSide) => toHeading(writer), '今日の議題'],
])(
  '[LD5.71] of a new line that two begin at once no word stands twice where %s before all has arrived',
  (_what, act, words) => {
    const both = twoEditors()
    both.writer.editor.chain().setTextSelection(2).splitBlock().run()
    both.cut()
    both.writer.editor.chain().setTextSelection(4).insertContent('今日の').run()
    both.peer.editor.chain().setTextSelection(4).insertContent('議題').run()
    both.deliver(both.writer)
    both.deliver(both.peer)
    act(both.writer, both.peer)
    both.mend()

    expect(both.writer.lines()[1]).toMatch(new RegExp(`: ${words}$`))
    expect(both.peer.lines()).toEqual(both.writer.lines())
  },
)

test('[LD5.71] the same in a new cell', () => {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertTable({ rows: 1, cols: 1 }).run()
  const place = both.writer.editor.state.selection.head
  both.cut()
  both.writer.editor.commands.insertContent('住まい')
  both.peer.editor.chain().setTextSelection(place).insertContent('就労').run()
  both.deliver(both.writer)
  both.deliver(both.peer)
  both.writer.editor.commands.insertContentAt(place, '一')
  both.mend()

  expect(both.writer.lines()[0]).toBe('paragraph: 一住まい就労')
  expect(both.peer.lines()).toEqual(both.writer.lines())
})
