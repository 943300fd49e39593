import { type Actor, verdictFor } from '#server/access/actor.ts'
import type { ReadingLog } from '#server/access/readingLog.ts'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { writtenRows } from '#shared/document/bodyRows.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { type ConferencePorts, knownConference } from './conferencePorts.ts'

/**
 * The decisions and action items of a case, conference by conference, latest first: of the notes that this member may read,
 * and of no other even that it is there. A conference whose note holds none is one of them, with nothing in it.
 *
 * Each note is opened in its turn and read as it is now. Of what is shown it is recorded first that the member read there.
 *
 * Throws: `notFound`, the same whether there is no such case or it is not theirs.
 */
export const listNoteRows =
  ({ conferences, cases, documents, clock }: ConferencePorts, readings: Pick<ReadingLog, 'record'>) =>
  async (actor: Actor, caseId: CaseId): Promise<readonly NoteRowsView[]> => {
    const known = await cases.load(caseId)
    if (known === null) throw new AppError('notFound')
    const may = (act: 'read' | 'readNames') => (conference: Conference) =>
      verdictFor(`conferenceNote.${act}`, actor, knownConference(conference, known).facts, clock.now()).allowed
    const readable = (await conferences.listOf(caseId)).filter(may('read'))
    const isTheirs = verdictFor('case.read', actor, known.facts, clock.now()).allowed
    // Observers know of the conferences and not of their case.
    if (!isTheirs && readable.length === 0) throw new AppError('notFound')
    const rowsOf = async (conference: Conference) =>
      writtenRows(await documents.rowsOf(conference.documentId, may('readNames')(conference) ? 'full' : 'projector'))

    const listed: NoteRowsView[] = []
    for (const conference of readable) {
      const { id, title, startsAt, documentId } = conference
      const rows = await rowsOf(conference)
      const isEmpty = rows.decisions.length + rows.actionItems.length === 0
      if (!isEmpty) await readings.record(actor.memberId, documentId)
      listed.push({ conference: { id, title, startsAt }, documentId, ...rows })
    }
    return listed
  }
