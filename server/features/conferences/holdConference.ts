import type { Actor } from '#server/access/actor.ts'
import type { CallOffRequest, ChangeConferenceRequest } from '#shared/api/conferences.ts'
import type { ConferenceId, MemberId } from '#shared/core/ids.ts'
import { ok, refused } from '#shared/core/result.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import * as meeting from '#shared/domain/conference.ts'
import type { Reply } from '#shared/domain/conferenceKind.ts'
import { fitsMeeting, hasRules } from '#shared/domain/supportMeeting.ts'
import { changeConference } from './changeConference.ts'
import type { ConferencePorts, KnownConference } from './conferencePorts.ts'

const FACTS = ['title', 'startsAt', 'place'] as const

/** True when another has put right meanwhile, and otherwise, what is to be put right. */
const isOvertaken = (conference: meeting.Conference, { shown, ...change }: ChangeConferenceRequest): boolean =>
  FACTS.some((fact) => {
    const is = conference[fact]
    return shown?.[fact] !== undefined && is !== shown[fact] && is !== change[fact]
  })

/** Puts right how a conference is called, when it begins and where. Throws: `notFound`; `forbidden`; `conflict` when another was first. */
export const changeFacts =
  (ports: ConferencePorts) => (actor: Actor, id: ConferenceId, change: ChangeConferenceRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.change',
        kind: 'conferenceChanged',
        make: (conference) => {
          if (isOvertaken(conference, change)) return refused('conferenceChanged')
          const { title = conference.title, place = conference.place, startsAt = conference.startsAt } = change
          return ok(meeting.moveTo({ ...conference, title, place }, instant(startsAt)))
        },
      },
    )

/**
 * Opens a planned conference. What is told there is told on paper and by word too: it is not, once what it was called on is over.
 * Throws: `notFound`; `forbidden`, also when it was opened before; `conflict` with `basisOver`, with `otherMeeting` where its kind and its
 * basis do not belong together, and with `noCharter` once the rules of its 支援会議 are repealed.
 */
export const openConference = (ports: ConferencePorts) => (actor: Actor, id: ConferenceId) =>
  changeConference(
    ports,
    { actor, id },
    {
      action: 'conference.open',
      kind: 'conferenceOpened',
      async make(conference, { bases }) {
        const today = dayInJapan(ports.clock.now())
        if (!meeting.standsOn(conference, bases, today)) return refused('basisOver')
        const basis = bases.find(({ id }) => id === conference.basisId)
        // One that was planned before this was asked may be of another kind; who is in the chair was asked when it was called.
        if (basis !== undefined && !fitsMeeting(conference.meetingKind, basis.kind)) return refused('otherMeeting')
        const hasItsRules = basis === undefined || hasRules(basis.kind, await ports.people.listSupportMeetings(), today)
        return hasItsRules ? meeting.openConference(conference, ports.clock.now()) : refused('noCharter')
      },
    },
  )

/** Ends an open conference; whoever may write only while it goes on reads from now on. Throws: `notFound`; `forbidden`. */
export const endConference =
  (ports: ConferencePorts) =>
  async (actor: Actor, id: ConferenceId): Promise<KnownConference> => {
    const ended = await changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.end',
        kind: 'conferenceEnded',
        // Whoever may write only while the conference goes on loses that right with its end.
        within: ports.endings.endingRights,
        make: (conference) => meeting.endConference(conference, ports.clock.now()),
      },
    )
    await ports.documents.keepAtEnd(ended.conference.documentId)
    return ended
  }

/**
 * Calls a planned conference off: it is opened no more, and its note is read and not written. Throws: `notFound`; `forbidden`, also
 * when it was opened meanwhile.
 */
export const callOffConference =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, { because }: CallOffRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.callOff',
        kind: 'conferenceCalledOff',
        // Whoever writes in its note while it is planned loses that right.
        within: ports.endings.endingRights,
        because,
        make(conference) {
          const off = meeting.callOff(conference)
          return off.ok && because !== undefined ? ok({ ...off.value, calledOffBecause: because }) : off
        },
      },
    )

/** Plans a conference again that was called off. Throws: `notFound`; `forbidden`. */
export const putBackConference = (ports: ConferencePorts) => (actor: Actor, id: ConferenceId) =>
  changeConference(
    ports,
    { actor, id },
    { action: 'conference.putBack', kind: 'conferencePutBack', make: meeting.putBack },
  )

/** An observer who was not there reads no extract. */
const whereNoted = ({ endings, atomically }: ConferencePorts, state: meeting.Attendance['state']) =>
  state === 'absent' ? endings.endingRights : atomically

/** Notes how one of the invited attends. Throws: `notFound`; `forbidden`; `conflict` for somebody who was not invited. */
export const recordAttendance =
  (ports: ConferencePorts) => (actor: Actor, id: ConferenceId, attendance: meeting.Attendance) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.recordAttendance',
        kind: 'attendanceRecorded',
        memberIds: () => [attendance.memberId],
        within: whereNoted(ports, attendance.state),
        make: (conference) => meeting.recordAttendance(conference, attendance),
      },
    )

/** Notes the same of several of the invited at once, and answers of whom. Throws: `notFound`; `forbidden`. */
export const recordTogether =
  (ports: ConferencePorts) =>
  async (actor: Actor, id: ConferenceId, together: meeting.TogetherAttendance): Promise<readonly MemberId[]> => {
    let noted: readonly MemberId[] = []
    await changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.recordAttendance',
        kind: 'attendanceRecorded',
        memberIds: (before) => meeting.notedTogether(before, together),
        within: whereNoted(ports, together.to),
        make(conference) {
          noted = meeting.notedTogether(conference, together)
          return ok(meeting.recordTogether(conference, together))
        },
      },
    )
    return noted
  }

/** Keeps whether one of the invited means to come, as they say themselves. Throws: `notFound`; `forbidden`. */
export const replyToInvitation =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, reply: Reply | null): Promise<KnownConference> =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.reply',
        kind: 'invitationReplied',
        memberIds: () => [actor.memberId],
        make: (conference) => meeting.replyToInvitation(conference, { memberId: actor.memberId, reply }),
      },
    )
