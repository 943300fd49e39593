import type { Editor } from '@tiptap/core'

/** Brings what is selected into sight, with room above and below. ProseMirror does that only for what has the keyboard. */
export function intoSight({ view, state }: Editor): void {
  const { from } = state.selection
  const { node } = view.domAtPos(from)
  const element = node instanceof Element ? node : node.parentElement
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const height = visualViewport?.height ?? innerHeight
  scrollBy({ top: view.coordsAtPos(from).top - height / 2 })
}
