import type { Actor } from '#server/access/actor.ts'
import type { RecordAlsoPresentRequest } from '#shared/api/conferences.ts'
import type { ConferenceId } from '#shared/core/ids.ts'
import { ok, refused } from '#shared/core/result.ts'
import { changeConference } from './changeConference.ts'
import type { ConferencePorts } from './conferencePorts.ts'

/**
 * Notes who is there besides those of the council. The record holds that it was noted and not the words: they are a person's.
 * Throws: `notFound`; `forbidden`; `conflict` with `conferenceChanged` when another was first.
 */
export const recordAlsoPresent =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, { alsoPresent, shown }: RecordAlsoPresentRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.recordAttendance',
        kind: 'attendanceRecorded',
        make(conference) {
          const is = conference.alsoPresent ?? ''
          return is === shown || is === alsoPresent ? ok({ ...conference, alsoPresent }) : refused('conferenceChanged')
        },
      },
    )
