import type { StructureFault } from '#shared/document/bodyStructure.ts'
import type { DeletedRange } from '#shared/protocol/deletions.ts'
import { MAX_NEW_DELETIONS } from '#shared/protocol/limits.ts'
import { cutKnown } from './cutKnown.ts'
import type { DocumentView } from './documentView.ts'
import { FreshStructs, type PlacementFault } from './freshStructs.ts'
import { type ReadAnswer, type ReadFault, type ReadUpdate, readUpdate, type Section } from './readUpdate.ts'

/** Why an update ends its session. None of these comes from an honest editor. */
export type UpdateFault =
  | ReadFault
  | StructureFault
  | PlacementFault
  | 'foreignAuthor'
  | 'tooManyAuthors'
  | 'tooManyNewDeletions'
  | 'skip'

/**
 * `apply`: `update` is safe to store, relay and apply; it is the sent bytes, or what is new in them, and `clientIds` are the
 * ids it makes structs under, for binding at first sight; `removes` says how many ids it takes out less those it brings. `duplicate`: the document has all of it. `gap`: something it
 * builds on has not come yet; nothing is stored, and a step 1 asks for the rest. `refused`: the session ends.
 */
export type Verdict =
  | {
      readonly verdict: 'apply'
      readonly update: Uint8Array
      readonly clientIds: readonly number[]
      readonly removes: number
    }
  | { readonly verdict: 'duplicate' }
  | { readonly verdict: 'gap' }
  | { readonly verdict: 'refused'; readonly fault: UpdateFault }

/** An editor writes under one id; it takes another only when Yjs finds its own in use. */
const MAX_FRESH_AUTHORS = 8

const refused = (fault: UpdateFault): Verdict => ({ verdict: 'refused', fault })

/**
 * Decides about an untrusted update without applying it: readable, made of what a body may hold and standing where it may
 * stand, new structs only under the sender's own ids, clocks continuing exactly, every reference to something the document
 * or the update already has. Never throws, never changes the document behind the view.
 *
 * What the document already has, structs and deletions, is cut off; deletions only of what is deleted are a duplicate.
 * Cost: one pass over the bytes, unless they have been read already (`answer`); for a keystroke a few microseconds, whatever
 * the document's size.
 */
export function checkUpdate(bytes: Uint8Array, view: DocumentView, answer: ReadAnswer = readUpdate(bytes)): Verdict {
  if (!answer.ok) return refused(answer.fault)
  const { sections, deletions } = answer.read
  const fresh = sections.filter(({ client, end }) => end > view.clockOf(client))

  const fault = authorFault(fresh, view)
  if (fault !== null) return refused(fault)
  if (fresh.some(({ client, clock }) => clock > view.clockOf(client))) return { verdict: 'gap' }

  const structs = new FreshStructs(fresh, view)
  const placed = structs.placeAll()
  if (placed === 'gap') return { verdict: 'gap' }
  if (placed !== null) return refused(placed)
  if (deletions.some((range) => range.clock + range.length > structs.clockOf(range.client))) return { verdict: 'gap' }

  const news = deletions.map((range) => ({ range, parts: newIn(range, view) })).filter(({ parts }) => parts.length > 0)
  if (news.filter(({ range }) => range.clock < view.clockOf(range.client)).length > MAX_NEW_DELETIONS) {
    return refused('tooManyNewDeletions')
  }
  return accept(bytes, answer.read, { fresh, newDeletions: news.flatMap(({ parts }) => parts) }, view)
}

interface News {
  readonly fresh: readonly Section[]
  readonly newDeletions: readonly DeletedRange[]
}

function accept(bytes: Uint8Array, read: ReadUpdate, { fresh, newDeletions }: News, view: DocumentView): Verdict {
  if (fresh.length === 0 && newDeletions.length === 0) return { verdict: 'duplicate' }
  const deleted = clocksIn(newDeletions)
  const isAllNew =
    fresh.length === read.sections.length &&
    deleted === clocksIn(read.deletions) &&
    fresh.every(({ client, clock }) => clock === view.clockOf(client))
  const update = isAllNew ? bytes : cutKnown({ bytes, read, newDeletions, view })
  const brought = fresh.reduce((sum, { client, end }) => sum + end - view.clockOf(client), 0)
  return { verdict: 'apply', update, clientIds: fresh.map(({ client }) => client), removes: deleted - brought }
}

function authorFault(fresh: readonly Section[], view: DocumentView): UpdateFault | null {
  if (fresh.length > MAX_FRESH_AUTHORS) return 'tooManyAuthors'
  if (!fresh.every(({ client }) => view.mayWriteAs(client))) return 'foreignAuthor'
  // What its author made and removed before sending, however much, is one length to everybody.
  return fresh.some(({ structs }) => structs.some(({ content }) => content === 'skip')) ? 'skip' : null
}

/** The parts of a range that are not deleted yet; what the update itself brings is one of them. */
function newIn({ client, clock, length }: DeletedRange, view: DocumentView): readonly DeletedRange[] {
  const end = clock + length
  const known = Math.min(Math.max(clock, view.clockOf(client)), end)
  const parts = known > clock ? view.stillIn({ client, clock, length: known - clock }) : []
  return known < end ? [...parts, { client, clock: known, length: end - known }] : parts
}

const clocksIn = (ranges: readonly DeletedRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0)
