import { type Actor, authorise, verdictFor } from '#server/access/actor.ts'
import type { ReadingLog } from '#server/access/readingLog.ts'
import type { OwnActionItemView } from '#shared/api/noteRows.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { byDueDay, type Named, waitsFor } from '#shared/document/actionOwners.ts'
import type { ActionItemRow } from '#shared/document/bodyRows.ts'
import { goesOn } from '#shared/domain/supportCase.ts'
import type { ConferencePorts, KnownCase, People } from './conferencePorts.ts'
import { readableNotes } from './readableNotes.ts'

/**
 * The action items that wait for whoever asks, over all their cases that go on, by their day: what is theirs or their organisation's,
 * and for a coordinator what is late of anybody. Of the notes that they may read, and of no other even that it is there.
 *
 * Of what is shown it is recorded first that the member read there. Cost: every note of those cases, in its turn.
 */
export const listOwnActionItems =
  (ports: ConferencePorts, readings: Pick<ReadingLog, 'record'>) =>
  async (actor: Actor): Promise<readonly OwnActionItemView[]> => {
    const { cases, people, clock } = ports
    authorise('council.read', actor, null, clock.now())
    const who = { ...(await namedAs(people, actor)), keepsWatch: actor.role === 'coordinator' }
    const isTheirs = (item: ActionItemRow) => waitsFor(item, who, dayInJapan(clock.now()))
    const mayRead = ({ theCase, facts }: KnownCase) =>
      goesOn(theCase) && verdictFor('case.read', actor, facts, clock.now()).allowed

    const waiting: OwnActionItemView[] = []
    const known = (await cases.loadOf(actor.organisationId)).filter(mayRead)
    // All at once: asked for case by case, hundreds of cases take most of the time.
    const conferences = Map.groupBy(await ports.conferences.list(), ({ caseId }) => caseId)
    for (const one of known) {
      const { id, number, callName } = one.theCase
      const notesOf = { known: one, conferences: conferences.get(id) ?? [] }
      for await (const { conference, rows } of readableNotes(ports, actor, notesOf)) {
        const items = rows.actionItems.filter(isTheirs)
        const { id: conferenceId, title, startsAt, documentId } = conference
        if (items.length > 0) await readings.record(actor.memberId, documentId)
        const where = { conference: { id: conferenceId, title, startsAt }, case: { id, number, callName }, documentId }
        waiting.push(...items.map((actionItem) => ({ actionItem, ...where })))
      }
    }
    return waiting.toSorted((one, other) => byDueDay(one.actionItem, other.actionItem))
  }

/** What they are called by in a note. */
async function namedAs(people: People, { memberId, organisationId }: Actor): Promise<Named> {
  const [member, organisation] = [await people.findMember(memberId), await people.findOrganisation(organisationId)]
  return { name: member?.name ?? '', organisationId, organisationName: organisation?.name ?? '' }
}
