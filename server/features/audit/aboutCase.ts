import type { CaseId, ConferenceId, DocumentId } from '#shared/core/ids.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import type { NamedIn } from './auditThings.ts'

type Meetings = readonly { readonly id: ConferenceId; readonly documentId: DocumentId }[]

const idsOfMeetings = (held: Meetings) => held.flatMap(({ id, documentId }) => [id, documentId])

/** A case, and what is read and written of it: its conferences and their notes, and its bases, of which somebody may have been refused one. */
export async function aboutCase({ cases, conferences }: NamedIn, id: CaseId): Promise<readonly string[]> {
  const [held, bases] = [await conferences.listOf(id), await cases.listBases(id)]
  return [id, ...idsOfMeetings(held), ...bases.map((basis) => basis.id)]
}

/** The same by a number, also of what was disposed of. No case of that number has no record either. */
export async function aboutNumber(ports: NamedIn, text: string): Promise<readonly string[]> {
  const number = readCaseNumber(text)
  if (number === null) return []
  const theCase = await ports.cases.findByNumber(number)
  if (theCase !== null) return aboutCase(ports, theCase.id)
  const gone = await ports.erased.findByNumber(number)
  return gone === null ? [] : [gone.id, ...idsOfMeetings(gone.conferences)]
}
