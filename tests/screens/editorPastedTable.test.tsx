import { expect, test } from 'vitest'
import { type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const TABLE = '<table><tr><td>氏名</td><td>年齢</td></tr></table>'

/** Pastes where the caret is, and goes on typing. */
function pasteAndType({ writer: { editor } }: TwoEditors, html: string): void {
  // There is no such event in jsdom, and nobody reads it.
  editor.view.pasteHTML(html, new Event('paste') as ClipboardEvent)
  editor.view.dispatch(editor.state.tr.insertText('以上'))
}

/** What stands under each heading, the same for both: the kinds of the blocks, and the words of lines. */
function sections({ writer, peer }: TwoEditors): readonly string[] {
  const [one, other] = [writer, peer].map(({ editor }) =>
    editor.state.doc.content.content.map((section) =>
      section.content.content.map((block) => (block.isTextblock ? block.textContent : block.type.name)).join('／'),
    ),
  )
  expect(other).toEqual(one)
  return one ?? []
}

test.each([
  ['a table', TABLE, 'table／以上'],
  ['a rule', '<hr>', 'horizontalRule／以上'],
  ['a line and a table', `<p>名簿</p>${TABLE}`, '名簿／table／以上'],
])('[LD5.70] what one types after pasting %s stands behind it, under the same heading', (_what, html, under) => {
  const both = twoEditors()
  both.writer.editor.commands.setTextSelection(2)
  pasteAndType(both, html)

  expect(sections(both)).toEqual([under, ''])
})

test('[LD5.70] the same under the last heading, and behind words', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(editor.state.doc.content.size - 2)
  editor.commands.insertContent('協議した')
  pasteAndType(both, TABLE)

  expect(sections(both)).toEqual(['', '協議した／table／以上'])
})

test('[LD5.70] a table that is pasted before a line brings no empty one', () => {
  const both = twoEditors()
  const { editor } = both.writer
  editor.chain().setTextSelection(2).insertContent('<p>前</p><p>後</p>').run()
  both.writer.placeCaret('前', 1)
  pasteAndType(both, TABLE)

  expect(sections(both)).toEqual(['前／table／以上後', ''])
})
