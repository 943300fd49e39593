import type { Editor } from '@tiptap/core'
import { useEffect } from 'react'
import { scrollUnderBar } from '../find/intoSight.ts'
import { findBlock } from '../ime/placedBlocks.ts'
import { ledToRow, soughtRow } from '../soughtRow.ts'

/** Of the room under the bar: little, since the fields of a row take much of a phone's. */
const PART_ABOVE = 1 / 12

/**
 * A note that is opened for one of its rows has the keyboard on that row, and the caret in it. On none of its fields: an
 * arrow that is to scroll the page would choose another state. From the caret a tabulator would go to the note's first field.
 */
export function useSoughtRow(editor: Editor | null): void {
  useEffect(() => {
    if (editor === null) return
    const { view, state } = editor
    const row = findBlock(state.doc, soughtRow())
    const block = row === null ? null : view.nodeDOM(row.at)
    const head = block instanceof Element ? block.querySelector<HTMLElement>('.block-head') : null
    if (head === null) return
    head.tabIndex = -1
    head.addEventListener('blur', () => head.removeAttribute('tabindex'), { once: true })
    head.focus({ preventScroll: true })
    ledToRow()
    scrollUnderBar(view, head.getBoundingClientRect().top, PART_ABOVE)
  }, [editor])
}
