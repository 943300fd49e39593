import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import type { AuditKind } from '#server/access/auditTrail.ts'
import type { Action, ConferenceFacts } from '#shared/access/policy.ts'
import type { ChangeConferenceRequest } from '#shared/api/conferences.ts'
import { AppError } from '#shared/core/appError.ts'
import type { ConferenceId } from '#shared/core/ids.ts'
import { ok, type Result } from '#shared/core/result.ts'
import { instant } from '#shared/core/time.ts'
import * as meeting from '#shared/domain/conference.ts'
import { type ConferencePorts, type KnownConference, knownConference, loadConference } from './conferencePorts.ts'

type Step = Extract<Action, 'conference.change' | 'conference.open' | 'conference.end' | 'conference.recordAttendance'>

interface Change {
  readonly action: Step
  readonly kind: AuditKind
  make(conference: meeting.Conference): Result<meeting.Conference, string>
}

/** Load, authorise, change, keep: every step of a conference takes this way. */
async function changeConference(
  ports: ConferencePorts,
  { actor, id }: { readonly actor: Actor; readonly id: ConferenceId },
  change: Change,
): Promise<KnownConference> {
  // Whoever may write only while the conference goes on loses that right with its end, and with nothing else here.
  const within = change.action === 'conference.end' ? ports.endings.endingRights : ports.atomically
  const changed = await within(async () => {
    const { conference, theCase, facts } = await loadConference(ports, id)
    const who = await actorNow(ports.people, ports.clock, actor)
    authorise(change.action, who, facts satisfies ConferenceFacts, ports.clock.now())
    const made = change.make(conference)
    if (!made.ok) throw new AppError('conflict', { because: made.refusal })
    await ports.conferences.save(made.value)
    await ports.audit.append({ kind: change.kind, by: actor.memberId, objectIds: [id, theCase.id] })
    return knownConference(made.value, { theCase, facts })
  })
  if (change.action === 'conference.end') await ports.documents.keepAtEnd(changed.conference.documentId)
  return changed
}

/** Puts right how a conference is called, when it begins and where. Throws: `notFound`; `forbidden`. */
export const changeFacts =
  (ports: ConferencePorts) => (actor: Actor, id: ConferenceId, change: ChangeConferenceRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.change',
        kind: 'conferenceChanged',
        make: (conference) => {
          const { title = conference.title, place = conference.place, startsAt = conference.startsAt } = change
          return ok({ ...conference, title, place, startsAt: instant(startsAt) })
        },
      },
    )

/** Opens a planned conference. Throws: `notFound`; `forbidden`, also when it was opened before. */
export const openConference = (ports: ConferencePorts) => (actor: Actor, id: ConferenceId) =>
  changeConference(
    ports,
    { actor, id },
    { action: 'conference.open', kind: 'conferenceOpened', make: meeting.openConference },
  )

/** Ends an open conference; whoever may write only while it goes on reads from now on. Throws: `notFound`; `forbidden`. */
export const endConference = (ports: ConferencePorts) => (actor: Actor, id: ConferenceId) =>
  changeConference(
    ports,
    { actor, id },
    { action: 'conference.end', kind: 'conferenceEnded', make: meeting.endConference },
  )

/** Notes how one of the invited attends. Throws: `notFound`; `forbidden`; `conflict` for somebody who was not invited. */
export const recordAttendance =
  (ports: ConferencePorts) => (actor: Actor, id: ConferenceId, attendance: meeting.Attendance) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.recordAttendance',
        kind: 'attendanceRecorded',
        make: (conference) => meeting.recordAttendance(conference, attendance),
      },
    )
