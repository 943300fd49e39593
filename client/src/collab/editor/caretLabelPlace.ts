import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

interface Span {
  readonly left: number
  readonly right: number
}

/**
 * How far a label of `width` that begins at `left` is moved to the left to end within `editor`.
 *
 * Unit: CSS pixels. Never so far that its beginning, the name, is outside.
 */
export const shiftInto = (editor: Span, left: number, width: number): number =>
  Math.max(0, Math.min(left + width - editor.right, left - editor.left))

/** Cost: one reading of the layout, which the browser is about to make anyway, and none without another's caret. */
function placeLabels(dom: HTMLElement, drawn: Iterable<Element>): void {
  const labels = [...drawn].filter((label) => label instanceof HTMLElement)
  if (labels.length === 0) return
  const editor = dom.getBoundingClientRect()
  const shifts = labels.map((label) => {
    const left = label.parentElement?.getBoundingClientRect().left ?? editor.left
    return shiftInto(editor, left, label.offsetWidth)
  })
  // Read all, then write all: by turns each reading would lay out the whole text anew.
  labels.forEach((label, place) => {
    label.style.left = `${-(shifts[place] ?? 0) - 1}px`
  })
}

/** Places the labels once in a frame, however often the view changes in it. */
function labelPlacer(view: EditorView) {
  // Kept up to date by the browser: a search would walk through the whole note with each key.
  const labels = view.dom.getElementsByClassName('peer-caret-label')
  let frame: number | null = null
  const place = () => {
    frame = null
    placeLabels(view.dom, labels)
  }
  const placeSoon = () => {
    frame ??= requestAnimationFrame(place)
  }
  addEventListener('resize', placeSoon)
  placeSoon()
  return {
    update: placeSoon,
    destroy: () => {
      removeEventListener('resize', placeSoon)
      if (frame !== null) cancelAnimationFrame(frame)
    },
  }
}

/** The name over another person's caret stays within the editor, also where they write at its right edge. */
export const CaretLabelPlace = Extension.create({
  name: 'caretLabelPlace',
  addProseMirrorPlugins: () => [new Plugin({ view: labelPlacer })],
})
