import * as Y from 'yjs'
import type { ConnectionId, IdSource, MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import { carryWords } from '#shared/document/carryWords.ts'
import { updateNaming } from '#shared/document/namedDoc.ts'
import type { DeleteSet } from '#shared/document/unseenWords.ts'
import type { NewUpdate } from './batch.ts'
import type { FallenWords } from './fallenWords.ts'
import type { JournalEntry } from './journal.ts'

/** An edit that the server makes for a member, as when an older version is brought back. */
export interface OwnEdit {
  readonly by: MemberId
  /** Names the edit: it is kept once, however often it is tried. */
  readonly editId: ConnectionId
  /** For bringing a version back. Without it, the edit is made on the document as it is when its turn comes. */
  readonly seen?: SeenDocument
  /** Changes the document it is given; run when the document's turn comes, on a copy. */
  readonly change: (doc: Y.Doc) => void
  /** Deletions that it names besides, when it changes anything. */
  readonly names?: DeleteSet
}

/** The document as whoever brings a version back saw it: what others have typed since stays. */
export interface SeenDocument {
  readonly state: Uint8Array
  /** The last entry of the journal that it holds. */
  readonly sequence: number
}

/** Another version was brought back after what this edit was made on: it is to be made anew, or both would stand. */
export class OutdatedEditError extends Error {
  constructor() {
    super('another version was brought back meanwhile')
    this.name = 'OutdatedEditError'
  }
}

/** What an edit brings to a document, which stays as it is: nobody sees an edit before the journal holds it. Null when it changes nothing. */
export function makeOwnUpdate(doc: Y.Doc, { seen, ...edit }: OwnEdit): NewUpdate | null {
  const now = madeOn(Y.encodeStateAsUpdate(doc), edit)
  // What the document says already is not to be said again: another may have made the same edit meanwhile, at another node too.
  return seen === undefined || now === null ? now : madeOn(seen.state, edit)
}

function madeOn(state: Uint8Array, { change, names }: OwnEdit): NewUpdate | null {
  const copy = new Y.Doc({ gc: true })
  Y.applyUpdate(copy, state)
  let update: Uint8Array | null = null
  copy.on('update', (bytes: Uint8Array) => {
    update = bytes
  })
  copy.transact(() => change(copy))
  const hasWritten = Y.getState(copy.store, copy.clientID) > 0
  copy.destroy()
  if (update === null) return null
  return {
    update: names === undefined ? update : Y.mergeUpdates([update, updateNaming(names)]),
    clientIds: hasWritten ? [copy.clientID] : [],
  }
}

export const ownEntry = (
  { by, editId, seen }: OwnEdit,
  { update }: NewUpdate,
  { after, at }: { readonly after: number; readonly at: Instant },
): JournalEntry => ({
  ...{ sequence: after + 1, update, userId: by, connectionId: editId, frameFrom: 1, frameTo: 1, writtenAt: at },
  isVoid: false,
  ...(seen !== undefined && { isRestoration: true }),
})

export interface Carrying {
  readonly by: MemberId
  /** Asked when its turn comes: whoever has come back by then carries their words themselves. */
  readonly isAway: () => boolean
  readonly ids: IdSource
  readonly newBlockId: () => string
}

/** Puts words that fell with their lines where those were. They are named, so that their author's page does not carry them too. */
export const carryingEdit = (
  { lost, unnamed }: Omit<FallenWords, 'author'>,
  { by, isAway, ids, newBlockId }: Carrying,
): OwnEdit => ({
  ...{ by, editId: ids.next('connection'), names: unnamed },
  change: (doc) => {
    if (isAway()) carryWords(doc, lost, newBlockId)
  },
})
