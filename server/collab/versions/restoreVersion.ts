import * as Y from 'yjs'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource, MemberId } from '#shared/core/ids.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import type { LiveDocuments } from '../liveDocuments.ts'
import type { Room } from '../room.ts'
import type { Version } from './version.ts'

export interface RestorePorts {
  readonly live: Pick<LiveDocuments, 'store' | 'keeper'>
  readonly ids: IdSource
}

/** Which version is brought back, and for whom. */
export interface Restoration {
  readonly number: number
  readonly by: MemberId
  /** Keeps the record of it; while none can be kept, as of somebody who may not do it any more, nothing is brought back. */
  readonly remember: () => Promise<void>
}

/** Who brings a version back, and who did before them: of two at once the second finds it brought back already. */
const lastIn = new WeakMap<Room, Promise<unknown>>()

/**
 * Brings a version back as an edit like any other, after keeping what is there now: that can be brought back the same way.
 *
 * Throws: `notFound` when there is no such version; `unavailable` when the room is lost meanwhile.
 */
export function restoreVersion(ports: RestorePorts, room: Room, restoration: Restoration): Promise<Version> {
  const restored = (lastIn.get(room) ?? Promise.resolve()).then(() => restore(ports, room, restoration))
  lastIn.set(
    room,
    // A failure is told to whoever asked; the next one begins all the same.
    restored.catch(() => undefined),
  )
  return restored
}

async function restore({ live, ids }: RestorePorts, room: Room, restoration: Restoration): Promise<Version> {
  const { number, by, remember } = restoration
  const body = await live.store.versions.bodyOf(room.document.row, number)
  if (body === null) throw new AppError('notFound')
  // Before it is kept: a word that comes while it is being kept is in no version, and must not be taken out.
  const seen = await room.document.read((doc) => Y.encodeStateAsUpdate(doc))
  const before = await live.keeper.make(room, { kind: 'beforeRestore', name: null, by })
  await remember()
  await room.write({ by, editId: ids.next('connection'), seen, change: (doc) => reviseBody(doc, body) })
  return before
}
