import type { BasisId, CaseId, ConferenceId, DocumentId, MemberId } from '#shared/core/ids.ts'
import { ok, type Result, refused } from '#shared/core/result.ts'
import { addDays, dayInJapan, type Instant, later, type PlainDate, startOfDay } from '#shared/core/time.ts'
import type { AttendanceState, CallOffReason, ConferenceState, MeetingKind, Reply } from './conferenceKind.ts'
import { CASE_ROLES, coversDay, type Member } from './member.ts'
import { isCouncilMemberOn, type Organisation } from './organisation.ts'
import { basisStateOn, type SharingBasis } from './sharingBasis.ts'
import type { TeamPlace } from './supportCase.ts'
import type { ChosenByChair } from './supportMeeting.ts'

/** 出欠: one member at one conference. */
export interface Attendance {
  readonly memberId: MemberId
  readonly state: AttendanceState
  /** What they said themselves before the day; nothing, or null, until they have. */
  readonly reply?: Reply | null
}

/** 会議: a case conference. Its kind says how it is held; what may be told there rests on the basis alone. */
export interface Conference {
  readonly id: ConferenceId
  readonly caseId: CaseId
  readonly title: string
  readonly meetingKind: MeetingKind
  readonly startsAt: Instant
  readonly place: string
  /** null: a study without any identifier, which needs none. */
  readonly basisId: BasisId | null
  readonly state: ConferenceState
  /** The live document of its note. */
  readonly documentId: DocumentId
  readonly attendance: readonly Attendance[]
  /** 名簿にない出席者: who else is there, as a line: the person themself, a family member, who came for another. Left out: nobody. */
  readonly alsoPresent?: string
  /** When it was opened; left out while it was not, and of those from before it was kept. */
  readonly openedAt?: Instant
  /** When it was ended; left out while it was not, and of those from before it was kept. */
  readonly endedAt?: Instant
  /** Why it was called off, where that was said. */
  readonly calledOffBecause?: CallOffReason
  /** Of a 支援会議, whose 会長 chooses who is called: each time that was done, earliest first. */
  readonly chosenByChair?: readonly ChosenByChair[]
}

/** True on a day on which what the conference was called on still holds; a study without any identifier stands on nothing. */
export const standsOn = (
  { basisId }: Pick<Conference, 'basisId'>,
  bases: readonly SharingBasis[],
  day: PlainDate,
): boolean => basisId === null || bases.some((one) => one.id === basisId && basisStateOn(one, day) === 'current')

/** The conference is under way. Refuses: `notPlanned` when it was opened before. */
export const openConference = (conference: Conference, now: Instant): Result<Conference, 'notPlanned'> =>
  conference.state === 'planned' ? ok({ ...conference, state: 'open', openedAt: now }) : refused('notPlanned')

/** Unit: milliseconds. An open conference that lasts longer has been forgotten. */
const LONGEST_MS = 12 * 3_600_000

/** Until when people can be sitting in an open conference; null while it is not open. */
export function goesOnUntil({
  state,
  openedAt,
  startsAt,
}: Pick<Conference, 'state' | 'openedAt' | 'startsAt'>): Instant | null {
  if (state !== 'open') return null
  return later(openedAt ?? startOfDay(addDays(dayInJapan(startsAt), 1)), LONGEST_MS)
}

/** Of whom it was noted that they came into the room, and nobody else: who takes part from elsewhere sees no picture on its wall. */
export const inRoomOf = ({ attendance }: Pick<Conference, 'attendance'>): readonly MemberId[] =>
  attendance.filter(({ state }) => IN_ROOM.includes(state)).map(({ memberId }) => memberId)
const IN_ROOM: readonly AttendanceState[] = ['present', 'late', 'leftEarly']

/** The conference is over. Refuses: `notOpen` when it was never opened or is over already. */
export const endConference = (conference: Conference, now: Instant): Result<Conference, 'notOpen'> =>
  conference.state === 'open' ? ok({ ...conference, state: 'ended', endedAt: now }) : refused('notOpen')

/** The conference does not take place; nothing of it is deleted. Refuses: `notPlanned` when it was opened or called off before. */
export const callOff = (conference: Conference): Result<Conference, 'notPlanned'> =>
  conference.state === 'planned' ? ok({ ...conference, state: 'calledOff' }) : refused('notPlanned')

/** It is planned again as it was. Refuses: `notCalledOff`. */
export function putBack(conference: Conference): Result<Conference, 'notCalledOff'> {
  const { calledOffBecause: _, ...planned } = conference
  return conference.state === 'calledOff' ? ok({ ...planned, state: 'planned' }) : refused('notCalledOff')
}

/** It stands on another basis. Refuses: `notPlanned` once it was opened: on what things were told there stays on record. */
export const standOn = (conference: Conference, basisId: Conference['basisId']): Result<Conference, 'notPlanned'> =>
  conference.state === 'planned' ? ok({ ...conference, basisId }) : refused('notPlanned')

/** What tells who can be invited: the case's team, and the organisations the council knows. */
export interface InvitableFrom {
  readonly team: readonly TeamPlace[]
  readonly organisations: readonly Organisation[]
}

type Invitee = Pick<Member, 'id' | 'organisationId' | 'role' | 'from' | 'until'>

/** Invitees come from the case team: by a place of their own or through their organisation's, while both are of the council. */
export const isInvitable = (member: Invitee, { team, organisations }: InvitableFrom, day: PlainDate): boolean =>
  coversDay(member, day) &&
  organisations.some((one) => one.id === member.organisationId && isCouncilMemberOn(one, day)) &&
  CASE_ROLES.includes(member.role) &&
  team.some(
    (place) =>
      coversDay(place, day) &&
      place.organisationId === member.organisationId &&
      (place.memberId === null || place.memberId === member.id),
  )

/** Somebody who was asked to come, before anything else is noted of them. */
export const invited = (memberId: MemberId): Attendance => ({ memberId, state: 'invited' })

/** Asks more members to come, as the chair of a 支援会議 has chosen. Whoever is on the list already stays there as was noted. */
export function invite(
  conference: Conference,
  memberIds: readonly MemberId[],
  chosen: readonly ChosenByChair[] = [],
): Conference {
  const known = new Set(conference.attendance.map(({ memberId }) => memberId))
  const added = [...new Set(memberIds)].filter((memberId) => !known.has(memberId))
  const attendance = [...conference.attendance, ...added.map(invited)]
  // Asked a second time, as after an answer that was lost, nobody has chosen again.
  if (chosen.length === 0 || added.length === 0) return { ...conference, attendance }
  return { ...conference, attendance, chosenByChair: [...(conference.chosenByChair ?? []), ...chosen] }
}

/** Takes off the list who was put there by mistake; of whom something was noted already, stays. A choice of the chair of which nobody is left goes. */
export function withdrawInvitations(
  { chosenByChair = [], ...conference }: Conference,
  memberIds: readonly MemberId[],
): Conference {
  const attendance = conference.attendance.filter(
    ({ memberId, state }) => state !== 'invited' || !memberIds.includes(memberId),
  )
  const isOnList = (id: MemberId) => attendance.some(({ memberId }) => memberId === id)
  const left = chosenByChair.filter((choice) => choice.memberIds === undefined || choice.memberIds.some(isOnList))
  return { ...conference, attendance, ...(left.length === 0 ? {} : { chosenByChair: left }) }
}

/** What is noted of several at once: of those of whom `from` is noted now. */
export interface TogetherAttendance {
  readonly memberIds: readonly MemberId[]
  readonly from: AttendanceState
  readonly to: AttendanceState
}

/** Whom it is noted of. Of whom somebody else has noted something else meanwhile, that stays. */
export const notedTogether = (
  { attendance }: Conference,
  { memberIds, from }: TogetherAttendance,
): readonly MemberId[] =>
  attendance.filter(({ memberId, state }) => state === from && memberIds.includes(memberId)).map((one) => one.memberId)

/** Notes the same of several at once. */
export function recordTogether(conference: Conference, together: TogetherAttendance): Conference {
  const noted = notedTogether(conference, together)
  const stateOf = ({ memberId, state }: Attendance) => (noted.includes(memberId) ? together.to : state)
  return { ...conference, attendance: conference.attendance.map((one) => ({ ...one, state: stateOf(one) })) }
}

/** Notes how one of the invited attends; saying it again replaces it. Refuses: `notInvited` for anybody else. */
export function recordAttendance(conference: Conference, attendance: Attendance): Result<Conference, 'notInvited'> {
  if (!conference.attendance.some(({ memberId }) => memberId === attendance.memberId)) return refused('notInvited')
  return ok({
    ...conference,
    attendance: conference.attendance.map((one) =>
      one.memberId === attendance.memberId ? { ...one, ...attendance } : one,
    ),
  })
}

/** Keeps what one of the invited says; null takes it back. Refuses: `notInvited` for anybody else. */
export function replyToInvitation(
  conference: Conference,
  { memberId, reply }: Required<Pick<Attendance, 'memberId' | 'reply'>>,
): Result<Conference, 'notInvited'> {
  if (!conference.attendance.some((one) => one.memberId === memberId)) return refused('notInvited')
  return ok({
    ...conference,
    attendance: conference.attendance.map((one) => (one.memberId === memberId ? { ...one, reply } : one)),
  })
}

/** It begins at another moment; what was said of coming was said of the one before, while that was still to come. */
export function moveTo(conference: Conference, startsAt: Instant): Conference {
  const isAskedAnew = conference.state === 'planned' && startsAt !== conference.startsAt
  const askAnew = (one: Attendance) => (isAskedAnew && one.reply != null ? { ...one, reply: null } : one)
  return { ...conference, startsAt, attendance: conference.attendance.map(askAnew) }
}
