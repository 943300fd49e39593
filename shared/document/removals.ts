import type * as Y from 'yjs'

/** Unit: milliseconds in which what goes out of a document counts as one going. */
export const REMOVAL_WINDOW_MS = 10_000
/** Unit: ids; what is less is no loss that anybody need be told of. */
const FEW = 100

/** The share of a document from which what was there is kept first, and from which it is told of. */
export const KEPT_FROM = 0.1
export const TOLD_FROM = 0.3

interface Going {
  readonly at: number
  readonly count: number
}

/**
 * What goes out of a document within ten seconds, less what comes in after it: words that are moved, or made a list of, stay.
 *
 * Unit: ids, one for each character, element and attribute; moments are milliseconds of one clock.
 */
export class Removals {
  #going: Going[] = []

  /** Notes a change: how much it took out, less what it brought. */
  add(count: number, at: number): void {
    if (count > 0) this.#going.push({ at, count })
    else if (count < 0) this.#takeBack(-count)
  }

  /** How much has gone within the ten seconds before `at`. */
  goneBy(at: number): number {
    this.#going = this.#going.filter((going) => Math.abs(at - going.at) < REMOVAL_WINDOW_MS)
    return this.#going.reduce((sum, { count }) => sum + count, 0)
  }

  /** The share of a document that has gone by `at`, or would have with `coming` more; 0 where that is little. Asks for what is left only where it is not. */
  share(left: () => number, at: number, coming = 0): number {
    const gone = this.goneBy(at)
    return gone + coming < FEW ? 0 : Math.min(1, (gone + coming) / (left() + gone))
  }

  /** What came in before anything went is no part of what comes back. */
  #takeBack(count: number): void {
    let back = count
    while (back > 0) {
      const last = this.#going.pop()
      if (last === undefined) return
      if (last.count > back) this.#going.push({ ...last, count: last.count - back })
      back -= last.count
    }
  }
}

/** Unit: ids that a document has and that are not deleted. Cost: one look at each item. */
export function livingIds(doc: Y.Doc): number {
  let count = 0
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) if (!struct.deleted) count += struct.length
  }
  return count
}
