import { type Actor, verdictFor } from '#server/access/actor.ts'
import type { ConferenceFacts } from '#shared/access/facts.ts'
import type { Action } from '#shared/access/policy.ts'
import type {
  AttendanceView,
  ConferenceBasisView,
  ConferenceDetail,
  ConferenceSummary,
  InvitableView,
} from '#shared/api/conferences.ts'
import type { May } from '#shared/api/fields.ts'
import type { MemberId, OrganisationId } from '#shared/core/ids.ts'
import { dayInJapan, type Instant, type PlainDate } from '#shared/core/time.ts'
import { type Conference, isInvitable, standsOn } from '#shared/domain/conference.ts'
import { type Named, nameOn } from '#shared/domain/formerName.ts'
import { type Member, organisationOn, REPLYING_ROLES } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import { agreedUntil, type SharingBasis } from '#shared/domain/sharingBasis.ts'
import { goesOn, type SupportCase } from '#shared/domain/supportCase.ts'
import type { Step } from './changeConference.ts'
import type { KnownConference } from './conferencePorts.ts'

/** Those who note the attendance themselves are waited for by nobody, nor is anybody while the case is over. */
const awaitsReply = ({ attendance, state }: Conference, theCase: SupportCase, { memberId, role }: Actor): boolean =>
  state === 'planned' &&
  goesOn(theCase) &&
  REPLYING_ROLES.includes(role) &&
  attendance.some((one) => one.memberId === memberId && one.state === 'invited' && (one.reply ?? null) === null)

/** A conference as a list shows it to one member. */
export const conferenceSummary = (conference: Conference, theCase: SupportCase, actor: Actor): ConferenceSummary => ({
  id: conference.id,
  case: { id: theCase.id, number: theCase.number, callName: theCase.callName },
  title: conference.title,
  meetingKind: conference.meetingKind,
  startsAt: conference.startsAt,
  place: conference.place,
  state: conference.state,
  isInvited: conference.attendance.some((one) => one.memberId === actor.memberId),
  awaitsReply: awaitsReply(conference, theCase, actor),
})

interface Directory {
  readonly members: readonly Member[]
  readonly organisations: readonly Organisation[]
}

/** A person as they were called on the day, and of the organisation they acted for: whoever moved later was there for the one before. */
function personView(memberId: MemberId, { members, organisations }: Directory, day: PlainDate): InvitableView {
  const member = members.find(({ id }) => id === memberId)
  const organisationId = member === undefined ? undefined : organisationOn(member, day)
  const organisation = organisations.find(({ id }) => id === organisationId)
  const called = (one: Named | undefined) => (one === undefined ? '' : nameOn(one, day))
  return { memberId, name: called(member), organisationName: called(organisation) }
}

const attendanceViews = ({ attendance, startsAt }: Conference, directory: Directory): readonly AttendanceView[] =>
  attendance.map(({ memberId, state, reply = null }) => ({
    ...personView(memberId, directory, dayInJapan(startsAt)),
    ...{ state, ...(reply === null ? {} : { reply }) },
  }))

/** Who of the case's team is not invited yet. */
const invitableViews = (
  { team, inviteeIds }: ConferenceFacts,
  directory: Directory,
  day: PlainDate,
): readonly InvitableView[] =>
  directory.members
    .filter(
      (member) =>
        isInvitable(member, { team, organisations: directory.organisations }, day) && !inviteeIds.includes(member.id),
    )
    .map(({ id, succeeds }) => {
      if (succeeds === undefined || !inviteeIds.includes(succeeds)) return personView(id, directory, day)
      return { ...personView(id, directory, day), succeedsName: personView(succeeds, directory, day).name }
    })

/** Called as they were when they chose. */
function chairChoiceViews(
  { chosenByChair }: Conference,
  directory: Directory,
): Pick<ConferenceDetail, 'chosenByChair'> {
  if (chosenByChair === undefined) return {}
  return {
    chosenByChair: chosenByChair.map(({ chairId, on }) => {
      const { name, organisationName } = personView(chairId, directory, on)
      return { name, organisationName, on }
    }),
  }
}

interface Seen extends KnownConference {
  readonly actor: Actor
  readonly directory: Directory
  readonly now: Instant
}

/** `directory`: null for whoever is told no more of a basis than its kind. */
function basisView(
  { conference, facts, now }: Pick<Seen, 'conference' | 'facts' | 'now'>,
  directory: Directory | null,
): ConferenceDetail['basis'] {
  const basis = facts.bases.find(({ id }) => id === conference.basisId)
  if (basis === undefined) return null
  const isOver = conference.state === 'planned' && !standsOn(conference, facts.bases, dayInJapan(now))
  return { id: basis.id, kind: basis.kind, isOver, parties: directory === null ? null : partiesOf(basis, directory) }
}

function partiesOf(basis: SharingBasis, { organisations }: Directory): ConferenceBasisView['parties'] {
  const nameOf = (organisationId: OrganisationId) => organisations.find(({ id }) => id === organisationId)?.name ?? ''
  const { discloserId, recipientIds, from, endedOn, recordedAt } = basis
  return {
    discloserName: nameOf(discloserId),
    recipientNames: recipientIds.map(nameOf),
    from,
    until: endedOn ?? agreedUntil(basis),
    recordedOn: recordedAt === undefined ? null : dayInJapan(recordedAt),
  }
}

function noteRightFor(may: (right: 'edit' | 'readNames' | 'read') => boolean): ConferenceDetail['noteRight'] {
  if (may('edit')) return 'edit'
  if (may('readNames')) return 'read'
  return may('read') ? 'readWithoutNames' : 'none'
}

type ConferenceAction = Step | Extract<Action, `conferenceNote.${string}`>

/** A conference as its page shows it to one member, with what they may do and why not. */
export function conferenceDetail({ conference, theCase, facts, actor, directory, now }: Seen): ConferenceDetail {
  const may = (action: ConferenceAction): May => {
    const verdict = verdictFor(action, actor, facts satisfies ConferenceFacts, now)
    return verdict.allowed ? { allowed: true } : { allowed: false, because: verdict.because }
  }
  const noteRight = noteRightFor((right) => may(`conferenceNote.${right}`).allowed)
  const tellsParties = verdictFor('case.readTeam', actor, facts, now).allowed
  return {
    ...conferenceSummary(conference, theCase, actor),
    basis: basisView({ conference, facts, now }, tellsParties ? directory : null),
    endedAt: conference.endedAt ?? null,
    ...(conference.calledOffBecause === undefined ? {} : { calledOffBecause: conference.calledOffBecause }),
    ...chairChoiceViews(conference, directory),
    attendance: attendanceViews(conference, directory),
    ...(may('conferenceNote.readNames').allowed ? { alsoPresent: conference.alsoPresent ?? '' } : {}),
    invitable: may('conference.change').allowed ? invitableViews(facts, directory, dayInJapan(now)) : [],
    documentId: noteRight === 'none' ? null : conference.documentId,
    noteRight,
    mayReply: may('conference.reply').allowed,
    can: {
      change: may('conference.change'),
      open: may('conference.open'),
      end: may('conference.end'),
      callOff: may('conference.callOff'),
      putBack: may('conference.putBack'),
      recordAttendance: may('conference.recordAttendance'),
    },
  }
}
