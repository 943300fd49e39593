import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'

type YType = Pick<Y.AbstractType<unknown>, '_item'>
type Drawn = ProseMirrorNode | readonly ProseMirrorNode[]

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

/** What others write costs the editor about as much as it is, however long the text. */
export const KeepNodes = Extension.create({
  name: 'keepNodes',
  addProseMirrorPlugins: () => [
    new Plugin({
      view({ state }) {
        const { binding, doc } = ySyncPluginKey.getState(state)
        const kept = new KeptNodes(doc)
        for (const [type, drawn] of binding.mapping) kept.set(type, drawn)
        binding.mapping = kept
        return {}
      },
    }),
  ],
})
