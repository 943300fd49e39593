import { describe, expect, test } from 'vitest'
import { setLines, toggleLists } from '#client/collab/editor/lineKinds.ts'
import { editorFuzz } from '#tests/support/editorFuzz.ts'
import {
  aSharedLine,
  type EditorSide,
  idsOf,
  sameAtBoth,
  type TwoEditors,
  twoEditors,
} from '#tests/support/twoEditors.ts'

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

describe('Enter at the beginning of an entry', () => {
  const pressEnter = ({ editor: { view } }: EditorSide): void => {
    const enter = new KeyboardEvent('keydown', { key: 'Enter' })
    view.someProp('handleKeyDown', (handle) => handle(view, enter))
  }

  /** A list of one entry, in which both can write. */
  function aList(list: 'toggleBulletList' | 'toggleTaskList'): TwoEditors {
    const both = aSharedLine()
    both.writer.editor.commands[list]()
    return both
  }

  test('[LD5.86] leaves the words in theirs, once, whatever another makes of them meanwhile', () => {
    const both = aList('toggleBulletList')
    const { writer, peer } = both
    both.cut()
    writer.placeCaret('今日', 0)
    pressEnter(writer)
    peer.placeCaret('今日', 3)
    peer.editor.commands.insertContent('会議')
    toggleLists(peer.editor.chain(), 'orderedList').run()
    both.mend()

    expect(sameAtBoth(both).filter((line) => line.includes('今日'))).toEqual(['paragraph: 今日の会議を開く'])
  })

  test('[LD5.86] leaves the id and the tick to the words, and the caret before them', () => {
    const both = aList('toggleTaskList')
    const { writer, peer } = both
    writer.editor.commands.updateAttributes('taskItem', { checked: true })
    const [id] = idsOf(writer)
    writer.placeCaret('今日', 0)
    pressEnter(writer)
    writer.editor.commands.insertContent('明日と')

    expect([sameAtBoth(both).slice(0, 2), idsOf(peer)[1]]).toEqual([
      ['paragraph: ', 'paragraph: 明日と今日のを開く'],
      id,
    ])
    const ticks: unknown[] = []
    peer.editor.state.doc.descendants(({ type, attrs }) => {
      if (type.name === 'taskItem') ticks.push(attrs.checked)
    })
    expect(ticks).toEqual([false, true])
  })
})

/** Here an entry was once lost with its words. */
test('[LD5.64] of the words of seed 7524 none is lost', () => {
  expect(editorFuzz({ seed: 7524, acts: 50 })).toMatchObject({ isEqual: true, refused: [], lost: [] })
})
