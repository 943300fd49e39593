import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/** A field that may hold what cannot be read. */
export interface HalfWritten {
  /** What stands there and cannot be read, so that it is nowhere else. */
  readonly half?: () => string | null
  /** Shows it again in the field that has come in its place. */
  readonly resume?: (half: string) => void
}

/** What fields held that could not be read when their block was drawn anew, as in another language; it goes with the page's note. */
const halves = new WeakMap<object, Map<string, string>>()

function halvesIn(view: EditorView): Map<string, string> {
  const note: object = ySyncPluginKey.getState(view.state)?.type ?? view
  const kept = halves.get(note) ?? new Map<string, string>()
  halves.set(note, kept)
  return kept
}

const fieldKey = ({ type, attrs }: ProseMirrorNode, index: number): string => `${type.name} ${index} ${attrs.blockId}`

interface DrawnBlock {
  readonly view: EditorView
  readonly dom: HTMLElement
  readonly node: ProseMirrorNode
  readonly controls: readonly HalfWritten[]
}

export function keepHalves({ view, node, controls }: DrawnBlock): void {
  for (const [index, { half }] of controls.entries()) {
    const text = half?.() ?? null
    if (text !== null) halvesIn(view).set(fieldKey(node, index), text)
  }
}

/** To be asked when the editor is made: before, it does not know whose note it shows. */
export function resumeHalves({ view, dom, node, controls }: DrawnBlock): void {
  // A block that was drawn anew since leaves it to the one on the page.
  if (view.isDestroyed || !view.dom.contains(dom)) return
  const kept = halvesIn(view)
  for (const [index, { resume }] of controls.entries()) {
    const text = kept.get(fieldKey(node, index))
    if (text !== undefined) resume?.(text)
    kept.delete(fieldKey(node, index))
  }
}
