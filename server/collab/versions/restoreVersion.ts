import * as Y from 'yjs'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource, MemberId } from '#shared/core/ids.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import type { LiveDocuments } from '../liveDocuments.ts'
import { OutdatedEditError } from '../ownEdit.ts'
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
  /** Judges them once more, before each try. Throws: for somebody who may not do it any more; then nothing is brought back. */
  readonly assertMay: () => Promise<void>
  /** Keeps the record of it; while none can be kept, nothing is brought back. */
  readonly remember: () => Promise<void>
}

/**
 * Brings a version back as an edit like any other, after keeping what is there now: that can be brought back the same way.
 * Of two who bring back different ones at once, at one node or two, the later takes the place of the earlier.
 *
 * Throws: `notFound` when there is no such version; `unavailable` when the room is lost meanwhile.
 */
export async function restoreVersion(ports: RestorePorts, room: Room, restoration: Restoration): Promise<Version> {
  const { live, ids } = ports
  const { number, by, assertMay, remember } = restoration
  const body = await live.store.versions.bodyOf(room.document.row, number)
  if (body === null) throw new AppError('notFound')
  // Before it is kept: a word that comes while it is being kept is in no version, and must not be taken out.
  const seen = await room.document.read((doc, sequence) => ({ state: Y.encodeStateAsUpdate(doc), sequence }))
  const before = await live.keeper.make(room, { kind: 'beforeRestore', name: null, by })
  await assertMay()
  await remember()
  try {
    await room.write({ by, editId: ids.next('connection'), seen, change: (doc) => reviseBody(doc, body) })
    return before
  } catch (cause) {
    if (!(cause instanceof OutdatedEditError)) throw cause
    // What was brought back first stands now, and is kept before this one takes its place; the record is there already.
    return restoreVersion(ports, room, { ...restoration, remember: async () => undefined })
  }
}
