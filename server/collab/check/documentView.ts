import * as Y from 'yjs'
import { type Holder, isNodeName, type Place } from '#shared/document/bodyStructure.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import type { DeletedRange } from '#shared/protocol/deletions.ts'
import type { StructId } from './readUpdate.ts'

/**
 * What the check of an update asks about the document as it stands. `placeAt`, `holderAt` and `stillIn` are only asked
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
  /** The parts of the range that are not deleted yet, in order and apart. */
  stillIn(range: DeletedRange): readonly DeletedRange[]
  /** How many neighbours in the document Yjs looks at to find the place of a struct between its origins; at most `most`. */
  stepsTo(between: Between, place: Place, most: number): number
}

/** What a struct was put between; null at the beginning and the end. */
interface Between {
  readonly origin: StructId | null
  readonly rightOrigin: StructId | null
}

/**
 * The view of a document for one sender. The document is asked for when the first question is asked, and a frame that says
 * nothing asks none. Cost: nothing is copied; each question is a binary search.
 */
export function viewOf(loaded: { readonly doc: Y.Doc }, mayWriteAs: (client: number) => boolean): DocumentView {
  let known: Y.Doc['store'] | null = null
  const store = (): Y.Doc['store'] => {
    if (known !== null) return known
    // Asked for once, so that a document that nobody has written into yet has its root.
    bodyOf(loaded.doc)
    known = loaded.doc.store
    return known
  }
  return {
    clockOf: (client) => Y.getState(store(), client),
    mayWriteAs,
    placeAt: (client, clock) => placeOfItem(Y.getItem(store(), Y.createID(client, clock))),
    holderAt: (client, clock) => holderOfItem(Y.getItem(store(), Y.createID(client, clock))),
    stillIn: (range) => partsStillIn(store().clients.get(range.client) ?? [], range),
    stepsTo: ({ origin, rightOrigin }, { holder, attribute }, most) => {
      const type = holder.kind === 'body' ? bodyOf(loaded.doc) : holder.identity
      const next =
        origin === null ? firstIn(type, attribute, most) : nextAfter(knownItem(store(), origin), origin.clock)
      return stepsFrom(next, rightOrigin === null ? null : knownItem(store(), rightOrigin), most)
    },
  }
}

/** Null for what the document does not have yet, and for what was collected. */
function knownItem(store: Y.Doc['store'], { client, clock }: StructId): Y.Item | null {
  if (clock >= Y.getState(store, client)) return null
  const item: Y.Item | Y.GC = Y.getItem(store, Y.createID(client, clock))
  return item instanceof Y.Item ? item : null
}

/** What stands to the right of a character or an element: the rest of its own item, or the next one. */
function nextAfter(item: Y.Item | null, clock: number): Y.Item | null {
  return item !== null && clock < item.id.clock + item.length - 1 ? item : (item?.right ?? null)
}

/** Source: `Item.integrate` of yjs 13.6, which goes back from the newest value of an attribute to the oldest. */
function firstIn(type: object, attribute: string | null, most: number): Y.Item | null {
  if (!(type instanceof Y.AbstractType)) return null
  let first = attribute === null ? type._start : (type._map.get(attribute) ?? null)
  for (let steps = 0; first?.left != null && steps < most; steps++) first = first.left
  return first
}

function stepsFrom(next: Y.Item | null, end: Y.Item | null, most: number): number {
  let steps = 0
  for (let item = next; item !== null && item !== end && steps < most; item = item.right) steps++
  return steps
}

function partsStillIn(structs: (Y.Item | Y.GC)[], { client, clock, length }: DeletedRange): readonly DeletedRange[] {
  const parts: DeletedRange[] = []
  const end = clock + length
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= end) break
    if (struct.deleted) continue
    const from = Math.max(clock, struct.id.clock)
    const to = Math.min(end, struct.id.clock + struct.length)
    const last = parts.at(-1)
    if (last !== undefined && last.clock + last.length === from)
      parts[parts.length - 1] = { ...last, length: to - last.clock }
    else parts.push({ client, clock: from, length: to - from })
  }
  return parts
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
