import type { Editor } from '@tiptap/core'
import { expect, test } from 'vitest'
import { twoEditors } from '#tests/support/twoEditors.ts'

const makeHeading = (editor: Editor) => editor.commands.setNode('heading', { level: 1 })

function deleteLine({ state, view }: Editor): void {
  const { $from } = state.selection
  view.dispatch(state.tr.delete($from.before(), $from.after()))
}

test.each([
  ['makes a heading', makeHeading, 'heading: 今日の相談窓口（https://example.org/a）を'],
  ['deletes', deleteLine, 'paragraph: 相談窓口（https://example.org/a）'],
])(
  '[LD5.63] the address of a link goes along with its words out of a line that another meanwhile %s',
  (_name, change, line) => {
    const both = twoEditors()
    const { writer, peer } = both
    writer.editor.chain().setTextSelection(2).insertContent('今日のを').run()
    writer.editor.commands.splitBlock()
    writer.editor.commands.insertContent('次')
    peer.placeCaret('今日', 0)
    writer.placeCaret('今日', 3)

    both.cut()
    // There is no such event in jsdom, and nobody reads it.
    writer.editor.view.pasteHTML('<a href="https://example.org/a">相談窓口</a>', new Event('paste') as ClipboardEvent)
    change(peer.editor)
    both.mend()

    expect(writer.lines()[0]).toBe(line)
    expect(peer.lines()).toEqual(writer.lines())
  },
)
