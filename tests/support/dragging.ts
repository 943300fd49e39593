import { NodeSelection } from '@tiptap/pm/state'
import type { EditorSide } from './twoEditors.ts'

/** Takes hold of what is selected. */
export function take({ editor: { view } }: EditorSide): void {
  const { selection } = view.state
  const node = selection instanceof NodeSelection ? selection : undefined
  view.dragging = Object.assign({ slice: selection.content(), move: true }, { node })
}

/** Lets it go at `at`. */
export function letGo({ editor: { view } }: EditorSide, at: number, isCopy = false): void {
  // Where nothing is laid out there is no place under the mouse.
  view.posAtCoords = () => ({ pos: at, inside: -1 })
  const event = new MouseEvent('drop', { bubbles: true, ctrlKey: isCopy })
  view.dom.dispatchEvent(Object.assign(event, { dataTransfer: { files: [] } }))
}

export function drop(side: EditorSide, at: number, isCopy = false): void {
  take(side)
  letGo(side, at, isCopy)
}
