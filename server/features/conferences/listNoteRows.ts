import { type Actor, verdictFor } from '#server/access/actor.ts'
import type { ListingLog, ReadingLog } from '#server/access/readingLog.ts'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import type { ConferencePorts } from './conferencePorts.ts'
import { readableNotes } from './readableNotes.ts'

/**
 * The decisions and action items of a case, conference by conference, latest first: of the notes that this member may read,
 * and of no other even that it is there. A conference whose note holds none is one of them, with nothing in it.
 *
 * Of what is shown it is recorded first that the member read there, and that they were shown the conferences.
 *
 * Throws: `notFound`, the same whether there is no such case or it is not theirs.
 */
export const listNoteRows =
  (ports: ConferencePorts, readings: Pick<ReadingLog, 'record'>, listings: Pick<ListingLog, 'record'>) =>
  async (actor: Actor, caseId: CaseId): Promise<readonly NoteRowsView[]> => {
    const known = await ports.cases.load(caseId)
    if (known === null) throw new AppError('notFound')
    const isTheirs = verdictFor('case.read', actor, known.facts, ports.clock.now()).allowed

    const listed: NoteRowsView[] = []
    const conferences = await ports.conferences.listOf(caseId)
    for await (const { conference, rows } of readableNotes(ports, actor, { known, conferences })) {
      const { id, title, startsAt, documentId } = conference
      const isEmpty = rows.decisions.length + rows.actionItems.length === 0
      if (!isEmpty) await readings.record(actor.memberId, documentId)
      listed.push({ conference: { id, title, startsAt }, documentId, ...rows })
    }
    // Observers know of the conferences and not of their case.
    if (!isTheirs && listed.length === 0) throw new AppError('notFound')
    await listings.record(
      actor.memberId,
      listed.map(({ conference }) => conference),
    )
    return listed
  }
