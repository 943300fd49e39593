import { isBodyKey } from '#shared/document/bodySchema.ts'
import {
  type Content,
  type Holder,
  isNodeName,
  type Place,
  type StructureFault,
  structureFault,
} from '#shared/document/bodyStructure.ts'
import type { DocumentView } from './documentView.ts'
import { NeighbourSteps } from './neighbourSteps.ts'
import type { Section, Struct, StructId } from './readUpdate.ts'

export type PlacementFault =
  | 'unknownRoot'
  | 'parentHoldsNothing'
  | 'twoPlaces'
  | 'oneNeighbour'
  | 'forwardReference'
  | 'tooCrowded'
type Fault = StructureFault | PlacementFault

/** A struct of the update that has found its place. A place of null: what it stands in is gone, so Yjs will collect it too. */
interface Placed {
  readonly clock: number
  readonly place: Place | null
  /** What can stand inside it. */
  readonly holder: Holder | 'none' | null
}

interface Author {
  readonly section: Section
  /** The document's clock before this update. */
  readonly known: number
  readonly placed: Placed[]
  /** Index of the next struct to place. */
  next: number
  /** Clocks below it are in the document or placed. */
  reached: number
}

type Found =
  | { readonly ok: true; readonly place: Place | null }
  | { readonly ok: false; readonly fault: PlacementFault }

/** The new structs of one update, put in their places one after another as Yjs would, without touching the document. */
export class FreshStructs {
  readonly #authors = new Map<number, Author>()
  readonly #view: DocumentView
  readonly #body: Holder = { kind: 'body', identity: this }
  readonly #steps: NeighbourSteps
  #placedCount = 0

  /** `sections` are those with something new; none begins beyond the document's clock. */
  constructor(sections: readonly Section[], view: DocumentView) {
    this.#view = view
    this.#steps = new NeighbourSteps(view)
    for (const section of sections) {
      const known = view.clockOf(section.client)
      const next = section.structs.findIndex(({ clock, length }) => clock + length > known)
      this.#authors.set(section.client, { section, known, placed: [], next, reached: known })
    }
  }

  /** The first clock of a client that neither the document nor what has been placed reaches. */
  clockOf(client: number): number {
    return this.#authors.get(client)?.reached ?? this.#view.clockOf(client)
  }

  /** Places everything: null when all is well, `gap` when something that is referred to has not come yet. */
  placeAll(): Fault | 'gap' | null {
    let waiting = [...this.#authors.values()]
    while (waiting.length > 0) {
      const before = this.#placedCount
      for (const author of waiting) {
        const fault = this.#placeAsFarAsPossible(author)
        if (fault !== null) return fault
      }
      waiting = waiting.filter(({ next, section }) => next < section.structs.length)
      if (this.#placedCount === before)
        return waiting.some((author) => this.#waitsForOthers(author)) ? 'gap' : 'forwardReference'
    }
    return null
  }

  #placeAsFarAsPossible(author: Author): Fault | null {
    for (let struct = nextOf(author); struct !== null; struct = nextOf(author)) {
      if (this.#missingOf(struct) !== null) return null
      const found = this.#placeOf(struct)
      if (!found.ok) return found.fault
      const fault = this.#faultIn(author, struct, found.place)
      if (fault !== null) return fault
      author.placed.push({ clock: struct.clock, place: found.place, holder: holderOf(struct, found.place) })
      author.next++
      author.reached = struct.clock + struct.length
      this.#placedCount++
    }
    return null
  }

  #faultIn({ section: { client } }: Author, struct: Struct, place: Place | null): Fault | null {
    const fault = isContent(struct.content) ? structureFault(struct.content, place) : null
    if (fault !== null || place === null) return fault
    const id = { client, clock: struct.clock }
    return this.#steps.take({ ...struct, id }, place, this.#placedCount) ? null : 'tooCrowded'
  }

  /** The first reference to something that is neither in the document nor placed. */
  #missingOf({ origin, rightOrigin, parent }: Struct): StructId | null {
    if (origin !== null && origin.clock >= this.clockOf(origin.client)) return origin
    if (rightOrigin !== null && rightOrigin.clock >= this.clockOf(rightOrigin.client)) return rightOrigin
    return parent !== null && typeof parent === 'object' && parent.clock >= this.clockOf(parent.client) ? parent : null
  }

  /** True when what is missing is not in this update; references among its own structs that never resolve are forged. */
  #waitsForOthers(author: Author): boolean {
    const struct = nextOf(author)
    const missing = struct === null ? null : this.#missingOf(struct)
    if (missing === null || missing.client === author.section.client) return false
    return missing.clock >= (this.#authors.get(missing.client)?.section.end ?? 0)
  }

  /** Source: `Item.getMissing` of yjs 13.6: an origin that was collected takes what is beside it along. */
  #placeOf(struct: Struct): Found {
    if (!isContent(struct.content)) return { ok: true, place: null }
    if (struct.parent !== null) return this.#placeInParent(struct.parent, struct.attribute)
    // Left and right of the same thing: replicas would put it on different sides (seen).
    if (isSameId(struct.origin, struct.rightOrigin)) return { ok: false, fault: 'oneNeighbour' }
    const left = struct.origin === null ? undefined : this.#placeAt(struct.origin)
    const right = struct.rightOrigin === null ? undefined : this.#placeAt(struct.rightOrigin)
    if (left === null || right === null) return { ok: true, place: null }
    if (left !== undefined && right !== undefined && !isSamePlace(left, right)) return { ok: false, fault: 'twoPlaces' }
    return { ok: true, place: left ?? right ?? null }
  }

  #placeInParent(parent: StructId | string, attribute: string | null): Found {
    if (typeof parent === 'string') {
      if (!isBodyKey(parent)) return { ok: false, fault: 'unknownRoot' }
      return { ok: true, place: { holder: this.#body, attribute } }
    }
    const holder = this.#holderAt(parent)
    if (holder === 'none') return { ok: false, fault: 'parentHoldsNothing' }
    return { ok: true, place: holder === null ? null : { holder, attribute } }
  }

  #placeAt({ client, clock }: StructId): Place | null {
    const placed = this.#placedAt(client, clock)
    return placed === undefined ? this.#view.placeAt(client, clock) : placed.place
  }

  #holderAt({ client, clock }: StructId): Holder | 'none' | null {
    const placed = this.#placedAt(client, clock)
    return placed === undefined ? this.#view.holderAt(client, clock) : placed.holder
  }

  #placedAt(client: number, clock: number): Placed | undefined {
    const author = this.#authors.get(client)
    return author === undefined || clock < author.known ? undefined : lastAtOrBefore(author.placed, clock)
  }
}

/** The next struct to place; of one that is known in part, the rest, which Yjs makes a right neighbour of the known part. */
function nextOf({ section, next, known }: Author): Struct | null {
  const struct = section.structs[next]
  if (struct === undefined || struct.clock >= known) return struct ?? null
  const length = struct.clock + struct.length - known
  const origin = { client: section.client, clock: known - 1 }
  return { ...struct, clock: known, length, origin, parent: null, attribute: null }
}

function holderOf({ content }: Struct, place: Place | null): Holder | 'none' | null {
  if (place === null || !isContent(content) || content.kind === 'deleted') return null
  return newHolder(content, place)
}

const isContent = (content: Struct['content']): content is Content => typeof content === 'object'

function newHolder(content: Content, { holder }: Place): Holder | 'none' {
  if (content.kind === 'text') return { kind: 'text', identity: content }
  if (content.kind !== 'element' || !isNodeName(content.name)) return 'none'
  const depth = holder.kind === 'element' ? holder.depth + 1 : 1
  return { kind: 'element', identity: content, name: content.name, depth }
}

const isSameId = (left: StructId | null, right: StructId | null): boolean =>
  left !== null && right !== null && left.client === right.client && left.clock === right.clock

/** Bodies are all one; anything else is itself only. */
function isSamePlace(left: Place, right: Place): boolean {
  if (left.attribute !== right.attribute) return false
  return left.holder.kind === 'body' ? right.holder.kind === 'body' : left.holder.identity === right.holder.identity
}

function lastAtOrBefore(placed: readonly Placed[], clock: number): Placed | undefined {
  let low = 0
  let high = placed.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((placed[middle]?.clock ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  return placed[low]
}
