import { expect, test } from 'vitest'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const TAG = { type: 'organisationMention', attrs: { organisationId: 'org_1', organisationName: 'A市' } }

const TEARS: readonly (readonly [name: string, tear: (side: EditorSide) => unknown, between: string])[] = [
  ['presses Enter', ({ editor }) => editor.commands.splitBlock(), '／'],
  ['breaks the line', ({ editor }) => editor.commands.setHardBreak(), '⏎'],
  ['puts a name tag', ({ editor }) => editor.commands.insertContent(TAG), '［A市］'],
  ['pastes two lines', pasteTwoLines, '一／二'],
]

function pasteTwoLines({ editor }: EditorSide): void {
  // There is no such event in jsdom, and nobody reads it.
  editor.view.pasteHTML('<p>一</p><p>二</p>', new Event('paste') as ClipboardEvent)
}

const aloud = ({ type, attrs }: { type: { name: string }; attrs: { [name: string]: unknown } }): string =>
  type.name === 'hardBreak' ? '⏎' : `［${attrs.organisationName}］`

/** All that stands under the first heading, the same on both pages. */
function note({ writer, peer }: TwoEditors): string {
  const [one, other] = [writer, peer].map(({ editor }) => {
    const lines: string[] = []
    editor.state.doc.firstChild?.forEach((line) => {
      lines.push(line.textBetween(0, line.content.size, undefined, aloud))
    })
    return lines.join('／')
  })
  expect(other).toBe(one)
  return one ?? ''
}

/** One is about to tear the line behind 「今日は」; the other's caret stands `offset` characters into it. */
function aLine(offset: number): TwoEditors {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertContent('今日は𠮷田さんと面談した').run()
  both.writer.placeCaret('今日は', 3)
  both.peer.placeCaret('今日は', offset)
  return both
}
const END = 13

test.each(TEARS)(
  '[LD5.61] whoever writes at the end of a line goes on there when another %s before it',
  (_name, tear, between) => {
    const both = aLine(END)
    tear(both.writer)
    both.peer.editor.commands.insertContent('。')
    both.peer.editor.commands.insertContent('次回は')

    expect(note(both)).toBe(`今日は${between}𠮷田さんと面談した。次回は`)
  },
)

test.each(TEARS)(
  '[LD5.61] what one wrote and deleted in the end of a line goes along when another meanwhile %s before it',
  (_name, tear, between) => {
    const both = aLine(END)
    both.cut()
    tear(both.writer)
    both.peer.editor.commands.deleteRange({ from: 14, to: 15 })
    both.peer.editor.commands.insertContentAt(14, 'ていない')
    both.peer.editor.commands.insertContentAt(8, '（𠮷）')
    both.mend()
    both.peer.editor.commands.insertContent('様')

    expect(note(both)).toBe(`今日は${between}𠮷田（𠮷）様さんと面談していない`)
  },
)

test.each(TEARS)(
  '[LD5.61] a word that was being composed at the end of the line stays there when another %s before it',
  (_name, tear, between) => {
    const both = aLine(END)
    both.peer.bridge.hold()
    both.peer.editor.commands.insertContent('そうだ')
    tear(both.writer)
    both.peer.bridge.release()

    expect(note(both)).toBe(`今日は${between}𠮷田さんと面談したそうだ`)
  },
)

test('[LD5.61] the same where the other goes on writing at once, before and behind it', () => {
  const both = aLine(END)
  both.cut()
  both.writer.editor.chain().splitBlock().insertContent('午後、').run()
  both.writer.editor.commands.insertContentAt(5, '、')
  both.peer.editor.commands.insertContent('。')
  both.mend()
  both.peer.editor.commands.insertContent('次')

  expect(note(both)).toBe('今日は、／午後、𠮷田さんと面談した。次')
})

test('[LD5.61] bold that one writes there is bold still', () => {
  const both = aLine(END)
  both.cut()
  both.writer.editor.commands.splitBlock()
  both.peer.editor.chain().toggleBold().insertContent('至急').run()
  both.mend()

  expect(both.writer.editor.getHTML()).toContain('<strong>至急</strong>')
  expect(note(both)).toBe('今日は／𠮷田さんと面談した至急')
})

test('[LD5.61] what is selected over the place stays selected, and no more', () => {
  const both = aLine(END)
  both.peer.editor.commands.setTextSelection({ from: 3, to: 8 })
  both.writer.editor.commands.splitBlock()
  both.peer.editor.commands.deleteSelection()

  expect(note(both)).toBe('今さんと面談した')
})

test('[LD5.61] what is selected behind the place stays selected, and no more', () => {
  const both = aLine(END)
  both.peer.editor.commands.setTextSelection({ from: 11, to: 13 })
  both.writer.editor.commands.splitBlock()
  both.peer.editor.commands.insertContent('会食')

  expect(note(both)).toBe('今日は／𠮷田さんと会食した')
})

test('[LD5.61] of two who tear one line at two places each part stands once', () => {
  const both = aLine(9)
  both.cut()
  for (const { editor } of [both.writer, both.peer]) editor.commands.splitBlock()
  both.mend()

  expect(note(both)).toBe('今日は／𠮷田さんと／面談した')
})

test('[LD5.61] of two who tear one line at one place neither takes out what the other wrote of it', () => {
  const both = aLine(3)
  both.cut()
  for (const { editor } of [both.writer, both.peer]) editor.commands.splitBlock()
  both.mend()

  expect(note(both)).toBe('今日は／𠮷田さんと面談した／𠮷田さんと面談した')
})

/** The writer takes words out of the line for good, and writes a line of their own behind it. */
function takesOut({ editor }: EditorSide, range: { from: number; to: number }, words: string): void {
  const end = editor.state.doc.resolve(2).end()
  editor.chain().setTextSelection(end).splitBlock().run()
  editor.chain().insertContent(words).deleteRange(range).run()
}

test.each([
  ['the end of a line', { from: 5, to: 15 }, '相手と面談した', '今日は。／相手と面談した'],
  ['words within a line', { from: 5, to: 11 }, '𠮷田さんと', '今日は面談した。／𠮷田さんと'],
])(
  '[LD5.61] where another only deletes %s, what one wrote behind that stays in its line, whatever comes below',
  (_what, range, words, left) => {
    const both = aLine(END)
    both.cut()
    takesOut(both.writer, range, words)
    both.peer.editor.commands.insertContent('。')
    both.mend()

    expect(note(both)).toBe(left)
  },
)

test('[LD5.61] what both have deleted stays where the other has written the same anew', () => {
  const both = aLine(END)
  both.cut()
  takesOut(both.writer, { from: 13, to: 15 }, '検討した')
  both.writer.editor.commands.deleteRange({ from: 2, to: 3 })
  both.peer.editor.commands.deleteRange({ from: 13, to: 15 })
  both.mend()

  expect(note(both)).toBe('日は𠮷田さんと面談／検討した')
})

test.each([
  ['in its midst', 5, '今日は𠮷★☆田さんと面談した'],
  ['at its end', END, '今日は𠮷田さんと面談した★☆'],
])(
  '[LD5.61] what one writes in a line %s goes down with it when another presses Enter before it',
  (_where, offset, line) => {
    const both = aLine(offset)
    const { editor } = both.writer
    editor.commands.insertContentAt(1, '<p>前の行</p>')
    editor.commands.insertContentAt((editor.state.doc.firstChild?.nodeSize ?? 0) - 1, '<p>後の行</p>')
    both.writer.placeCaret('今日は', 0)
    both.cut()
    editor.commands.splitBlock()
    both.peer.editor.commands.insertContent('★')
    both.mend()
    both.peer.editor.commands.insertContent('☆')

    expect(note(both)).toBe(`前の行／／${line}／後の行`)
  },
)
