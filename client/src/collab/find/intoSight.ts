import type { Editor } from '@tiptap/core'

/** Of the room under the bar, how far down what was found comes to stand. */
const PART_ABOVE = 1 / 3

/** Brings what is selected into sight, under the bar. ProseMirror does that only for what has the keyboard. */
export function intoSight({ view, state }: Editor): void {
  const { from } = state.selection
  const { node } = view.domAtPos(from)
  const field = view.dom.querySelector('.block-field-reached')
  const element = field ?? (node instanceof Element ? node : node.parentElement)
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const bar = view.dom.closest('.live-frame')?.querySelector('.live-bar')?.clientHeight ?? 0
  const room = (visualViewport?.height ?? innerHeight) - bar
  const { top } = field?.getBoundingClientRect() ?? view.coordsAtPos(from)
  scrollBy({ top: top - bar - room * PART_ABOVE })
}
