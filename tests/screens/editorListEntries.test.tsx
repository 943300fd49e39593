import { expect, test } from 'vitest'
import { setLines } from '#client/collab/editor/lineKinds.ts'
import { editorFuzz } from '#tests/support/editorFuzz.ts'
import { twoEditors } from '#tests/support/twoEditors.ts'

test.each(['toggleBulletList', 'toggleOrderedList', 'toggleTaskList'] as const)(
  '[LD5.64] an entry (%s) whose first line one takes out while another makes the next something else keeps all its words',
  (list) => {
    const both = twoEditors()
    const { writer, peer } = both
    writer.editor.chain().setTextSelection(2).insertContent('住まい').run()
    writer.editor.commands[list]()
    writer.editor.commands.splitBlock()
    writer.editor.commands.insertContent('仕事')
    both.cut()
    peer.placeCaret('住まい', 1)
    setLines(peer.editor.chain(), 'decision').run()
    writer.placeCaret('仕事', 2)
    setLines(writer.editor.chain(), 'decision').run()
    writer.editor.commands.insertContent('を探す')
    both.mend()

    expect(writer.lines().slice(0, 3)).toEqual(['decision: 住まい', 'paragraph: ', 'decision: 仕事を探す'])
    expect(peer.lines()).toEqual(writer.lines())
    // One empty line, with an id, that both have.
    writer.placeCaret('仕事', 2)
    writer.editor.commands.insertContent('先')
    expect(peer.lines()).toContain('decision: 仕事先を探す')
    expect(writer.net.getXmlFragment('body').toString()).toMatch(
      /<(list|task)item[^>]*><paragraph blockId="[^"]+"><\/paragraph><decision/,
    )
  },
)

/** Here an entry was once lost with its words. */
test('[LD5.64] of the words of seed 7524 none is lost', () => {
  expect(editorFuzz({ seed: 7524, acts: 50 })).toMatchObject({ isEqual: true, refused: [], lost: [] })
})
