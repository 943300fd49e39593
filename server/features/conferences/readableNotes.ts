import { type Actor, verdictFor } from '#server/access/actor.ts'
import { type BodyRows, writtenRows } from '#shared/document/bodyRows.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { type ConferencePorts, type KnownCase, knownConference } from './conferencePorts.ts'

interface ReadableNote {
  readonly conference: Conference
  readonly rows: BodyRows
}

/**
 * The notes of one case that a member may read, latest conference first, each with what was decided and is to be done there, as it
 * is now: with the names of persons where they may read those. Each is opened in its turn.
 */
export async function* readableNotes(
  { conferences, documents, clock }: Pick<ConferencePorts, 'conferences' | 'documents' | 'clock'>,
  actor: Actor,
  known: KnownCase,
): AsyncGenerator<ReadableNote> {
  const may = (act: 'read' | 'readNames') => (conference: Conference) =>
    verdictFor(`conferenceNote.${act}`, actor, knownConference(conference, known).facts, clock.now()).allowed
  const readable = (await conferences.listOf(known.theCase.id)).filter(may('read'))
  const asked = readable.map((conference) => {
    const face = may('readNames')(conference) ? ('full' as const) : ('projector' as const)
    return { conference, documentId: conference.documentId, face }
  })
  for await (const [{ conference }, rows] of documents.rowsOf(asked)) yield { conference, rows: writtenRows(rows) }
}
