import type { Place } from '#shared/document/bodyStructure.ts'
import type { DocumentView } from './documentView.ts'
import type { Struct, StructId } from './readUpdate.ts'

/**
 * Unit: neighbours that Yjs looks at to find the places of one update's structs. Whoever writes one after another meets
 * none of their own; two who prepended six hundred times each to one line, both offline, meet 360,000.
 */
const MAX_STEPS = 400_000

/**
 * Counts what the placing of an update will cost. Yjs walks over whatever was put beside the same neighbour, so that one
 * frame of many structs at one place would hold everybody up for a minute, at each opening of the document again.
 */
export class NeighbourSteps {
  readonly #view: DocumentView
  /** The struct of this update that was put last to the right of a neighbour, by its client and clock, or first in a holder. */
  readonly #newest = new Map<unknown, Map<number | string, StructId>>()
  #steps = 0

  constructor(view: DocumentView) {
    this.#view = view
  }

  /** Counts one more struct, after `placedCount` others of the update. False when there are too many steps by now. */
  take(struct: Struct & { readonly id: StructId }, place: Place, placedCount: number): boolean {
    const others = this.#near(struct.origin?.client ?? holderKey(place))
    const key = struct.origin?.clock ?? place.attribute ?? ''
    const newest = others.get(key)
    others.set(key, struct.id)
    // In one person's own order what stands right of the neighbour is what they put there last.
    if (newest !== undefined && isSame(newest, struct.rightOrigin)) return true
    if (newest !== undefined) this.#steps += placedCount
    this.#steps += this.#view.stepsTo(struct, place, MAX_STEPS)
    return this.#steps <= MAX_STEPS
  }

  #near(group: unknown): Map<number | string, StructId> {
    const known = this.#newest.get(group)
    if (known !== undefined) return known
    const made = new Map<number | string, StructId>()
    this.#newest.set(group, made)
    return made
  }
}

const BODY = 'body'

const holderKey = ({ holder }: Place): unknown => (holder.kind === 'body' ? BODY : holder.identity)

const isSame = (one: StructId, other: StructId | null): boolean =>
  other !== null && one.client === other.client && one.clock === other.clock
