import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { expect, onTestFinished, test, vi } from 'vitest'
import { twoEditors } from '#tests/support/twoEditors.ts'

test('[LD5.13] a page that could not show what another wrote shows the note anew, and writes nothing over it', () => {
  const { writer, peer } = twoEditors()
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  onTestFinished(() => void vi.unstubAllGlobals())
  let isBroken = false
  writer.editor.registerPlugin(
    new Plugin({
      appendTransaction([transaction]) {
        if (!isBroken || transaction?.getMeta(ySyncPluginKey) === undefined) return null
        isBroken = false
        throw new Error('a fault of the editor')
      },
    }),
  )

  isBroken = true
  peer.editor.chain().setTextSelection(2).insertContent('つづき').run()
  const shown = writer.lines()
  writer.editor.chain().setTextSelection(5).insertContent('。').run()

  expect(shown[0]).toBe('paragraph: つづき')
  expect([writer.lines()[0], peer.lines()[0]]).toEqual(['paragraph: つづき。', 'paragraph: つづき。'])
  expect(reported).toHaveBeenCalledOnce()
})
