import type { Editor } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'

/** Of the room under the bar, how far down what was found comes to stand. */
const PART_ABOVE = 1 / 3

/** Brings what is selected into sight, under the bar. ProseMirror does that only for what has the keyboard. */
export function intoSight({ view, state }: Editor): void {
  const { from } = state.selection
  const { node } = view.domAtPos(from)
  const field = view.dom.querySelector('.block-field-reached')
  const element = field ?? (node instanceof Element ? node : node.parentElement)
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const { top } = field?.getBoundingClientRect() ?? view.coordsAtPos(from)
  scrollUnderBar(view, top, PART_ABOVE)
}

/** Scrolls the page so that what is at `top` now comes to stand under the bar, after this part of the room there. */
export function scrollUnderBar({ dom }: EditorView, top: number, partAbove: number): void {
  const bar = dom.closest('.live-frame')?.querySelector('.live-bar')?.clientHeight ?? 0
  const room = (visualViewport?.height ?? innerHeight) - bar
  scrollBy({ top: top - bar - room * partAbove })
}
