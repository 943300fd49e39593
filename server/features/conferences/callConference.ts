import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertSupportMeeting } from '#server/access/supportMeeting.ts'
import type { CaseFacts } from '#shared/access/facts.ts'
import type { CallConferenceRequest } from '#shared/api/conferences.ts'
import { AppError } from '#shared/core/appError.ts'
import type { ConferenceId } from '#shared/core/ids.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { type Conference, invited, standsOn } from '#shared/domain/conference.ts'
import type { MeetingKind } from '#shared/domain/conferenceKind.ts'
import { CONFERENCE_NOTE_FORM } from '#shared/domain/conferenceNoteForm.ts'
import { fitsMeeting } from '#shared/domain/supportMeeting.ts'
import { chairChoice } from './chairChoice.ts'
import type { ConferencePorts, KnownCase, KnownConference } from './conferencePorts.ts'
import { knownConference, loadConference } from './conferencePorts.ts'
import { assertInvitable } from './inviteMembers.ts'

/** 匿名事例検討 carries no identifier, and so is the one kind that may stand on no basis. */
const NEEDS_NO_BASIS: readonly MeetingKind[] = ['anonymousStudy']

/**
 * Throws: `conflict` when a conference of this kind cannot stand on it today: with `noBasis` where it is none of the case that holds, with
 * `otherMeeting` where it is told of in a 支援会議 alone, or is none that one can stand on, and with `noCharter` or `noChair` where the
 * council does not hold the one of that law any more.
 */
export async function assertBasis(
  { people, clock }: Pick<ConferencePorts, 'people' | 'clock'>,
  { basisId, meetingKind }: Pick<Conference, 'basisId' | 'meetingKind'>,
  { bases }: Pick<CaseFacts, 'bases'>,
): Promise<void> {
  if (basisId === null && NEEDS_NO_BASIS.includes(meetingKind)) return
  const today = dayInJapan(clock.now())
  const basis = bases.find(({ id }) => id === basisId)
  if (basis === undefined || !standsOn({ basisId }, bases, today))
    throw new AppError('conflict', { because: 'noBasis' })
  if (!fitsMeeting(meetingKind, basis.kind)) throw new AppError('conflict', { because: 'otherMeeting' })
  await assertSupportMeeting(people, basis, today)
}

/**
 * Calls a conference on a case: planned, with its note ready under the form's headings and everybody invited. A conference that is
 * there under `id` was called by the same request before.
 *
 * Throws: `notFound`; `forbidden`; as `assertBasis` and `chairChoice`; `conflict` with `inviteeNotOnTeam` when somebody invited is not of
 * the case's team, or not of the council any more.
 */
export const callConference =
  (ports: ConferencePorts) =>
  async (actor: Actor, request: CallConferenceRequest, id: ConferenceId): Promise<KnownConference> => {
    const called = await calledBefore(ports, actor, id)
    if (called !== null) return called
    const { inviteeIds, startsAt, chosenOn, ...said } = request
    const memberIds = [...new Set(inviteeIds)]
    const asked = async () => ({
      known: await callable(ports, actor, request),
      chosen: await chairChoice(ports, request, { on: chosenOn, memberIds }),
    })
    await asked()
    const conference: Conference = {
      ...said,
      id,
      startsAt: instant(startsAt),
      state: 'planned',
      documentId: await ports.documents.createNote(request.caseId, CONFERENCE_NOTE_FORM),
      attendance: memberIds.map(invited),
    }
    // As an ending, which only one at a time can be: the membership of somebody who is asked may be ending at this moment.
    return ports.endings.endingRights(async () => {
      // Making the note takes its time: what it stands on may have ended meanwhile.
      const { known, chosen } = await asked()
      const meanwhile = await calledBefore(ports, actor, id)
      if (meanwhile !== null) return meanwhile
      const made = chosen.length === 0 ? conference : { ...conference, chosenByChair: chosen }
      await ports.conferences.save(made)
      const objectIds = [conference.id, request.caseId, conference.documentId]
      // Of a 支援会議 whoever asks must be answered who chose; of any other who was invited stands on its page.
      const changes = changesIn(['chosenByChair'], conference, made)
      await ports.audit.append({ kind: 'conferenceCalled', by: actor.memberId, objectIds, changes })
      return knownConference(made, known)
    })
  }

/** null when there is no such conference yet. Throws: `notFound` and `forbidden` for one who may call none on its case. */
async function calledBefore(ports: ConferencePorts, actor: Actor, id: ConferenceId): Promise<KnownConference | null> {
  if ((await ports.conferences.find(id)) === null) return null
  const known = await loadConference(ports, id)
  const who = await actorNow(ports.people, ports.clock, actor)
  authorise('conference.call', who, known.facts satisfies CaseFacts, ports.clock.now())
  return known
}

/** The case, where at this moment a conference may be called on it as is asked. Throws: as `callConference`. */
async function callable(ports: ConferencePorts, actor: Actor, request: CallConferenceRequest): Promise<KnownCase> {
  const known = await ports.cases.load(request.caseId)
  if (known === null) throw new AppError('notFound')
  authorise('conference.call', await actorNow(ports.people, ports.clock, actor), known.facts, ports.clock.now())
  await assertBasis(ports, request, known.facts)
  await assertInvitable(ports, request.inviteeIds, known.facts)
  return known
}
