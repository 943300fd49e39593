import * as Y from 'yjs'
import { type ClockRange, type DeleteSet, namedDeletions } from './unseenWords.ts'

/**
 * A document that passes deletions on as whoever made them named them. When a block is deleted, Yjs deletes all that stands
 * in it, and names all of it to the next; here what somebody had not seen, and what fell along with its block all the same,
 * stays unnamed. Every replica that loses the block loses it too; only who is not told so can see that nobody had read it.
 */
export class NamedDoc {
  readonly doc: Y.Doc
  #unnamed: DeleteSet
  readonly #takings = new WeakMap<Y.Transaction, Taking>()

  constructor(doc: Y.Doc, unnamed: DeleteSet = Y.createDeleteSet()) {
    this.doc = doc
    this.#unnamed = unnamed
    doc.on('afterTransaction', this.#note)
  }

  /** What fell without ever being named. */
  get unnamed(): DeleteSet {
    return this.#unnamed
  }

  /**
   * Runs `apply`, which applies the updates, in one transaction, and keeps in mind which deletions they do not name. Within
   * an event of the document that is done after the event. Cost: the structs that are new or gone, and, when a block fell
   * or had fallen, the updates.
   */
  taking<Value>(taking: Taking, apply: (transaction: Y.Transaction) => Value): Value {
    const noted = (transaction: Y.Transaction): Value => {
      this.#takings.set(transaction, taking)
      return apply(transaction)
    }
    return this.doc.transact(noted, taking.origin)
  }

  readonly #note = (transaction: Y.Transaction): void => {
    const taking = this.#takings.get(transaction)
    if (taking === undefined) return
    const fell = fallenIn(transaction)
    if (fell.clients.size + this.#unnamed.clients.size === 0) return
    const named = namedDeletions(taking.updates)
    const unnamed = without(fell, named)
    this.#unnamed = Y.mergeDeleteSets([without(this.#unnamed, named), unnamed])
    if (unnamed.clients.size > 0) taking.onFell?.(transaction, unnamed)
  }

  /** All that a replica lacks that has got as far as `stateVector`; without one, everything. */
  since(stateVector?: Uint8Array): Uint8Array {
    const { doc } = this
    const state = Y.encodeStateAsUpdate(doc, stateVector)
    const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
    if (this.#unnamed.clients.size === 0 || !isWhole) return state
    const all = Y.createDeleteSetFromStructStore(doc.store)
    const structs = state.subarray(0, state.byteLength - encodeDeleteSet(all).byteLength)
    return joined(structs, encodeDeleteSet(without(all, this.#unnamed)))
  }
}

/** Updates that are applied together. */
export interface Taking {
  readonly updates: readonly Uint8Array[]
  /** Of the transaction. */
  readonly origin?: unknown
  readonly onFell?: OnFell | undefined
}

/** Is given, while it can still be read, what fell in a transaction without being named. */
export type OnFell = (transaction: Y.Transaction, unnamed: DeleteSet) => void

/** What fell with a block, or came when its block had gone. */
function fallenIn(transaction: Y.Transaction): DeleteSet {
  const fell = Y.createDeleteSet()
  // Nothing of a document that was empty can have been unread.
  if (transaction.beforeState.size === 0) return fell
  const note = (struct: Y.Item | Y.GC): void => {
    if (struct instanceof Y.GC || isGone(struct.parent)) addTo(fell, struct)
  }
  Y.iterateDeletedStructs(transaction, Y.mergeDeleteSets([transaction.deleteSet, writtenIn(transaction)]), note)
  return fell
}

/** As the end of an update of format V1 has it. */
export const encodeDeleteSet = (set: DeleteSet): Uint8Array =>
  // A snapshot of Yjs is a delete set and a state vector; an empty one is one byte.
  Y.encodeSnapshot(Y.createSnapshot(set, new Map())).subarray(0, -1)

/** An update that does nothing but name deletions. */
export const updateNaming = (set: DeleteSet): Uint8Array =>
  // Before its deletions an update says how many have written in it: nobody.
  joined(new Uint8Array(1), encodeDeleteSet(set))

export const decodeDeleteSet = (bytes: Uint8Array): DeleteSet => Y.decodeSnapshot(joined(bytes, new Uint8Array(1))).ds

const isGone = (parent: Y.Item['parent']): boolean =>
  parent instanceof Y.AbstractType && parent._item !== null && parent._item.deleted

function writtenIn({ beforeState, afterState }: Y.Transaction): DeleteSet {
  const written = Y.createDeleteSet()
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0
    if (end > clock) written.clients.set(client, [{ clock, len: end - clock }])
  }
  return written
}

/** Adds a struct to a delete set; those of one client in rising order. */
export function addTo(set: DeleteSet, { id, length }: Y.Item | Y.GC): void {
  const ranges: ClockRange[] = set.clients.get(id.client) ?? []
  ranges.push({ clock: id.clock, len: length })
  set.clients.set(id.client, ranges)
}

function without(set: DeleteSet, less: DeleteSet): DeleteSet {
  const rest = Y.createDeleteSet()
  for (const [client, ranges] of set.clients) {
    const left = rangesWithout(ranges, less.clients.get(client) ?? [])
    if (left.length > 0) rest.clients.set(client, left)
  }
  return rest
}

function rangesWithout(ranges: readonly ClockRange[], less: readonly ClockRange[]): ClockRange[] {
  const left: ClockRange[] = []
  const cutAfter = cursor(less)
  for (const range of ranges) {
    for (let from = range.clock; from < endOf(range); ) {
      const cut = cutAfter(from)
      if (cut.clock > from) left.push({ clock: from, len: Math.min(cut.clock, endOf(range)) - from })
      from = endOf(cut)
    }
  }
  return left
}

/** The first of the ranges that ends after a clock; to be asked in rising order. */
function cursor(ranges: readonly ClockRange[]): (clock: number) => ClockRange {
  let next = 0
  return (clock) => {
    while (endOf(ranges[next] ?? NEVER) <= clock) next += 1
    return ranges[next] ?? NEVER
  }
}

const NEVER: ClockRange = { clock: Number.POSITIVE_INFINITY, len: 0 }
const endOf = ({ clock, len }: ClockRange): number => clock + len

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.byteLength + other.byteLength)
  whole.set(one)
  whole.set(other, one.byteLength)
  return whole
}
