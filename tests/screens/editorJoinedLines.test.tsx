import { expect, test } from 'vitest'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const LINES = '<p>今日は会議した</p><p>𠮷田さんと面談した</p><p>次の行</p>'
const ITEMS = '<ul><li><p>今日は会議した</p></li><li><p>𠮷田さんと面談した</p></li></ul><p>次の行</p>'

/** The peer's caret stands in the second line, behind 「𠮷田さんと」. */
function aNote(html: string): TwoEditors {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertContent(html).run()
  both.peer.placeCaret('𠮷田', 6)
  return both
}

function press({ editor }: EditorSide, key: string): void {
  const event = new KeyboardEvent('keydown', { key })
  editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, event))
}

const JOINS: readonly (readonly [name: string, html: string, join: (side: EditorSide) => void])[] = [
  ['by Backspace', LINES, backspace],
  ['by Delete', LINES, deleteOnward],
  ['of a list, by Delete', ITEMS, deleteOnward],
  ['after an empty one', LINES.replace('今日は会議した', ''), backspace],
]

function backspace(side: EditorSide): void {
  side.placeCaret('𠮷田', 0)
  press(side, 'Backspace')
}

function deleteOnward(side: EditorSide): void {
  side.placeCaret('今日', 7)
  press(side, 'Delete')
}

/** The words of all lines, the same on both pages. */
function words({ writer, peer }: TwoEditors): string {
  expect(peer.lines()).toEqual(writer.lines())
  return writer.lines().join('／').replaceAll('paragraph: ', '')
}

const FIRST = '今日は会議した'

test.each(JOINS)(
  '[LD5.67] whoever writes in a line that another joins to the one before goes on in it: %s',
  (...given) => {
    const [, html, join] = given
    const both = aNote(html)
    join(both.writer)
    both.peer.editor.commands.insertContent('昨日')

    expect(words(both)).toMatch(`${html.includes(FIRST) ? FIRST : ''}𠮷田さんと昨日面談した／次の行`)
  },
)

test.each(JOINS)(
  '[LD5.67] what one has written and deleted in it unseen is so where its words are now: %s',
  (...given) => {
    const [, html, join] = given
    const both = aNote(html)
    both.cut()
    join(both.writer)
    const end = both.peer.editor.state.selection.$head.end()
    both.peer.editor.commands.insertContent('昨日')
    both.peer.editor.commands.deleteRange({ from: end, to: end + 2 })
    both.mend()
    both.peer.editor.commands.insertContent('も')

    expect(words(both)).toMatch(`${html.includes(FIRST) ? FIRST : ''}𠮷田さんと昨日も面談／次の行`)
  },
)

test('[LD5.67] the same of two lines that another joins to the one before, one after the other', () => {
  const both = aNote(LINES)
  both.cut()
  both.writer.placeCaret('次の行', 0)
  press(both.writer, 'Backspace')
  backspace(both.writer)
  both.peer.editor.commands.insertContent('昨日')
  both.peer.placeCaret('次の行', 3)
  both.peer.editor.commands.insertContent('。')
  both.mend()
  both.peer.editor.commands.insertContent('終')

  expect(words(both)).toMatch('今日は会議した𠮷田さんと昨日面談した次の行。終')
})

test('[LD5.67] where another deletes from one line into the next, one goes on in the words that are left of it', () => {
  const both = aNote(LINES)
  both.writer.editor.commands.deleteRange({ from: 5, to: 16 })
  both.peer.editor.commands.insertContent('昨日')

  expect(words(both)).toMatch('今日はと昨日面談した／次の行')
})

test('[LD5.67] what one writes in a line that another deletes, and the same words by chance stand in the one before, is a line of its own', () => {
  const both = aNote(LINES)
  both.cut()
  both.writer.editor.commands.deleteRange({ from: 10, to: 21 })
  both.writer.editor.commands.insertContentAt(9, 'ので面談した')
  both.peer.editor.commands.insertContent('まだ')
  both.mend()

  expect(words(both)).toMatch('今日は会議したので面談した／まだ／次の行')
})

test('[LD5.67] the same where one has torn the line before, that another joins it to', () => {
  const both = aNote(LINES)
  both.cut()
  backspace(both.writer)
  both.peer.editor.commands.insertContent('昨日')
  both.peer.placeCaret('今日', 3)
  both.peer.editor.commands.splitBlock()
  both.peer.placeCaret('𠮷田', 8)
  both.mend()
  both.peer.editor.commands.insertContent('、')

  expect(words(both)).toMatch('今日は／会議した𠮷田さんと昨日、面談した／次の行')
})
