import { Extension, type Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { initProseMirrorDoc, yUndoPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { ownUndo } from '../editor/ownUndo.ts'
import { LinesByIds } from './linesByIds.ts'

type YType = Y.AbstractType<unknown>
type Drawn = ProseMirrorNode | ProseMirrorNode[]

/**
 * What y-tiptap has made of each part of the document. Version 3.0.9 empties it before it takes in what another wrote, and
 * makes the whole text anew; this one keeps what was read from the document (y-tiptap itself takes out what has changed
 * there), so that a letter costs its own line.
 */
class KeptNodes extends Map<YType, Drawn> {
  readonly #doc: Y.Doc
  /** What the editor wrote into the document: good for places, but not what one reads there. */
  readonly #unsure = new Set<YType>()

  constructor(doc: Y.Doc) {
    super()
    this.#doc = doc
  }

  /** The document is read outside of transactions only, and written inside. */
  override set(type: YType, drawn: Drawn): this {
    if (this.#doc._transaction === null) this.#unsure.delete(type)
    else this.#unsure.add(type)
    return super.set(type, drawn)
  }

  override delete(type: YType): boolean {
    this.#unsure.delete(type)
    return super.delete(type)
  }

  /** Whoever asks while a change is being told of is given what the change has left; at any other time all goes. */
  override clear(): void {
    const isTold = this.#doc._transactionCleanups.length > 0
    for (const type of this.keys()) {
      if (!isTold || this.#unsure.has(type) || type._item?.deleted === true) this.delete(type)
    }
  }
}

interface UndoState {
  readonly undoManager: Y.UndoManager
  readonly prevSel: null
  readonly hasUndoOps: boolean
  readonly hasRedoOps: boolean
}

/**
 * The undo's own plugin, which does not look with each key where the caret stands in the shared document: to find it, y-tiptap
 * walks through the note, and after an undo the caret goes to what was changed (`caretAfterUndo.ts`).
 */
function withoutCaret(plugin: Plugin): Plugin {
  const { state } = plugin.spec
  if (state === undefined || plugin.spec.key !== yUndoPluginKey) return plugin
  return new Plugin<UndoState>({
    ...plugin.spec,
    state: {
      ...state,
      apply: (_change, { undoManager }) => ({
        undoManager,
        prevSel: null,
        hasUndoOps: undoManager.undoStack.length > 0,
        hasRedoOps: undoManager.redoStack.length > 0,
      }),
    },
  })
}

const CollaborationWithoutCaret = Collaboration.extend({
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(withoutCaret)
  },
})

/**
 * An editor of `body`. It begins with the document as it is: y-tiptap would make it a second time, and ProseMirror, which
 * keeps the first, would compare the two with each key. What others write costs it about as much as it is, however long
 * the text.
 */
export function collaborateOn(body: Y.XmlFragment): Extensions {
  if (body.doc === null) throw new Error('a body that belongs to no document')
  const kept = new KeptNodes(body.doc)
  return [
    CollaborationWithoutCaret.configure({
      fragment: body,
      ySyncOptions: { mapping: kept },
      yUndoOptions: { undoManager: ownUndo(body) },
    }),
    LinesByIds,
    Extension.create({
      name: 'beginWithTheDocument',
      onBeforeCreate({ editor }) {
        const { doc, mapping } = initProseMirrorDoc(body, editor.schema)
        for (const [type, drawn] of mapping) kept.set(type, drawn)
        // A node is taken as it is, though the type does not name it.
        Object.assign(editor.options, { content: doc })
      },
    }),
  ]
}
