import * as Y from 'yjs'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { type Holder, isNodeName, type Place } from '#shared/document/bodyStructure.ts'

/**
 * What the check of an update asks about the document as it stands. `placeAt`, `holderAt` and `isDeleted` are only asked
 * about clocks below `clockOf`.
 */
export interface DocumentView {
  /** The first clock of a client that the document does not have; 0 for a client it has never seen. */
  clockOf(client: number): number
  /** True when the sender may make structs under this id: it is bound to the sender, or to nobody yet. */
  mayWriteAs(client: number): boolean
  /** Where the struct at this id stands; null when it was collected. */
  placeAt(client: number, clock: number): Place | null
  /** What can stand inside the struct at this id; null when it is gone; `none` for what holds nothing, such as a character. */
  holderAt(client: number, clock: number): Holder | 'none' | null
  /** True when every struct of the range is deleted already. */
  isDeleted(client: number, clock: number, length: number): boolean
}

/** The view of a document in memory, for one sender. Cost: nothing is copied; each question is a binary search. */
export function viewOf(doc: Y.Doc, mayWriteAs: (client: number) => boolean): DocumentView {
  const { store } = doc
  // Asked for once, so that a document that nobody has written into yet has its root.
  doc.getXmlFragment(BODY_KEY)
  return {
    clockOf: (client) => Y.getState(store, client),
    mayWriteAs,
    placeAt: (client, clock) => placeOfItem(Y.getItem(store, Y.createID(client, clock))),
    holderAt: (client, clock) => holderOfItem(Y.getItem(store, Y.createID(client, clock))),
    isDeleted(client, clock, length) {
      const structs = store.clients.get(client) ?? []
      const end = clock + length
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]
        if (struct === undefined || struct.id.clock >= end) break
        if (!struct.deleted) return false
      }
      return true
    },
  }
}

/** `Y.getItem` says it returns an item, and returns what was collected too. */
function placeOfItem(item: Y.Item | Y.GC): Place | null {
  if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return null
  const holder = holderOfType(item.parent)
  return holder === null ? null : { holder, attribute: item.parentSub }
}

function holderOfItem(item: Y.Item | Y.GC): Holder | 'none' | null {
  if (!(item instanceof Y.Item) || item.content instanceof Y.ContentDeleted) return null
  return item.content instanceof Y.ContentType ? holderOfType(item.content.type) : 'none'
}

function holderOfType(type: Y.AbstractType<unknown>): Holder | null {
  if (type instanceof Y.XmlElement) {
    return isNodeName(type.nodeName)
      ? { kind: 'element', identity: type, name: type.nodeName, depth: depthOf(type._item) }
      : null
  }
  return { kind: type instanceof Y.XmlText ? 'text' : 'body', identity: type }
}

function depthOf(element: Y.Item | null): number {
  let depth = 0
  for (let item = element; item?.parent instanceof Y.AbstractType; item = item.parent._item) depth++
  return depth
}
