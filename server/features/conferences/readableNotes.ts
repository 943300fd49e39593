import { type Actor, verdictFor } from '#server/access/actor.ts'
import { type BodyRows, writtenRows } from '#shared/document/bodyRows.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { type ConferencePorts, type KnownCase, knownConference } from './conferencePorts.ts'

interface ReadableNote {
  readonly conference: Conference
  readonly rows: BodyRows
}

/** A case, and its conferences, latest first. */
interface NotesOf {
  readonly known: KnownCase
  readonly conferences: readonly Conference[]
}

/**
 * The notes of one case that a member may read, latest conference first, each with what was decided and is to be done there, as it
 * is now: with the names of persons where they may read those. Each is opened in its turn.
 */
export async function* readableNotes(
  { documents, clock }: Pick<ConferencePorts, 'documents' | 'clock'>,
  actor: Actor,
  { known, conferences }: NotesOf,
): AsyncGenerator<ReadableNote> {
  const may = (act: 'read' | 'readNames') => (conference: Conference) =>
    verdictFor(`conferenceNote.${act}`, actor, knownConference(conference, known).facts, clock.now()).allowed
  const readable = conferences.filter(may('read'))
  const asked = readable.map((conference) => {
    const face = may('readNames')(conference) ? ('full' as const) : ('projector' as const)
    return { conference, documentId: conference.documentId, face }
  })
  for await (const [{ conference }, rows] of documents.rowsOf(asked)) yield { conference, rows: writtenRows(rows) }
}
