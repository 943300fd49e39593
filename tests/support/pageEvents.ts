import { NodeSelection } from '@tiptap/pm/state'
import type { EditorSide } from './twoEditors.ts'

type Side = Pick<EditorSide, 'editor'>

/** Sends an event to the text; what its handlers throw is thrown here, which a page would only write on its console. */
function send({ editor: { view } }: Side, event: Event): void {
  const faults: unknown[] = []
  const note = (fault: ErrorEvent): void => {
    fault.preventDefault()
    faults.push(fault.error)
  }
  window.addEventListener('error', note)
  view.dom.dispatchEvent(event)
  window.removeEventListener('error', note)
  if (faults.length > 0) throw faults[0]
}

/** Takes hold of what is selected. */
export function take({ editor: { view } }: Side): void {
  const { selection } = view.state
  const node = selection instanceof NodeSelection ? selection : undefined
  view.dragging = Object.assign({ slice: selection.content(), move: true }, { node })
}

/** Lets it go at `at`. */
export function letGo(side: Side, at: number, isCopy = false): void {
  // Where nothing is laid out there is no place under the mouse.
  side.editor.view.posAtCoords = () => ({ pos: at, inside: -1 })
  const event = new MouseEvent('drop', { bubbles: true, ctrlKey: isCopy })
  send(side, Object.assign(event, { dataTransfer: { files: [] } }))
}

export function drop(side: Side, at: number, isCopy = false): void {
  take(side)
  letGo(side, at, isCopy)
}

/** What is selected goes to the clipboard, as HTML. */
export function toClipboard(side: Side, kind: 'cut' | 'copy'): string {
  const clipboard = new Map<string, string>()
  const event = new Event(kind, { bubbles: true, cancelable: true })
  const setData = (type: string, data: string) => void clipboard.set(type, data)
  send(side, Object.assign(event, { clipboardData: { clearData: () => undefined, setData } }))
  return clipboard.get('text/html') ?? ''
}
