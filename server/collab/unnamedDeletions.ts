import * as Y from 'yjs'

/** Clocks of each client, sorted and apart. */
export type DeleteSet = ReturnType<typeof Y.createDeleteSet>
type Range = { clock: number; len: number }

/**
 * What fell in `transaction` without being named by any of the `updates` that it applied: what stood in a block that
 * somebody took away without having seen it. Every replica that loses the block loses it too, whether told or not; only
 * who is not told can see that nobody had read it.
 *
 * Cost: the structs that are new or gone, and the updates only when a block fell. To be asked before the transaction is
 * cleaned up.
 */
export function fellUnnamed(transaction: Y.Transaction, updates: readonly Uint8Array[]): DeleteSet {
  const fell = Y.createDeleteSet()
  const note = (struct: Y.Item | Y.GC): void => {
    if (struct instanceof Y.GC || isGone(struct.parent)) add(fell, struct)
  }
  Y.iterateDeletedStructs(transaction, Y.mergeDeleteSets([transaction.deleteSet, writtenIn(transaction)]), note)
  if (fell.clients.size === 0) return fell
  return without(fell, Y.mergeDeleteSets(updates.map((update) => Y.decodeUpdate(update).ds)))
}

/** A state of `doc` for a replica that has got as far as `stateVector`, which names of the deletions all but `unnamed`. */
export function stateNaming(doc: Y.Doc, unnamed: DeleteSet, stateVector?: Uint8Array): Uint8Array {
  const state = Y.encodeStateAsUpdate(doc, stateVector)
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  if (unnamed.clients.size === 0 || !isWhole) return state
  const all = Y.createDeleteSetFromStructStore(doc.store)
  const structs = state.subarray(0, state.byteLength - encodeDeleteSet(all).byteLength)
  return Buffer.concat([structs, encodeDeleteSet(without(all, unnamed))])
}

/** As the end of an update of format V1 has it. */
export const encodeDeleteSet = (set: DeleteSet): Uint8Array =>
  // A snapshot of Yjs is a delete set and a state vector; an empty one is one byte.
  Y.encodeSnapshot(Y.createSnapshot(set, new Map())).subarray(0, -1)

export const decodeDeleteSet = (bytes: Uint8Array): DeleteSet =>
  Y.decodeSnapshot(Buffer.concat([bytes, new Uint8Array(1)])).ds

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

function add(set: DeleteSet, { id, length }: Y.Item | Y.GC): void {
  const ranges: Range[] = set.clients.get(id.client) ?? []
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

function rangesWithout(ranges: readonly Range[], less: readonly Range[]): Range[] {
  const left: Range[] = []
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
function cursor(ranges: readonly Range[]): (clock: number) => Range {
  let next = 0
  return (clock) => {
    while (endOf(ranges[next] ?? NEVER) <= clock) next += 1
    return ranges[next] ?? NEVER
  }
}

const NEVER: Range = { clock: Number.POSITIVE_INFINITY, len: 0 }
const endOf = ({ clock, len }: Range): number => clock + len
