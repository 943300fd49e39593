import type { CaseDetail } from '#shared/api/cases.ts'
import type { CallConferenceRequest, ChangeConferenceRequest } from '#shared/api/conferences.ts'
import type { MemberView } from '#shared/api/council.ts'
import { type Instant, later, type PlainDate, startOfDay } from '#shared/core/time.ts'
import type { MeetingKind } from '#shared/domain/conferenceKind.ts'
import { minutesOf } from './clockTime.ts'

/** What the form holds while it is being filled in: text as typed, choices not yet made as nothing. */
export interface ConferenceDraft {
  readonly title: string
  readonly day: string
  readonly time: string
  readonly place: string
  readonly meetingKind: MeetingKind | ''
  readonly basisId: string
  readonly inviteeIds: readonly string[]
}

export const EMPTY_CONFERENCE: ConferenceDraft = {
  title: '',
  day: '',
  time: '',
  place: '',
  meetingKind: '',
  basisId: '',
  inviteeIds: [],
}

const MINUTE_MS = 60_000

/** Only this kind of meeting speaks of nobody in particular, and so needs no ground. */
export const needsGround = (kind: MeetingKind | ''): boolean => kind !== 'anonymousStudy'

interface Surroundings {
  readonly theCase: Pick<CaseDetail, 'id' | 'bases'>
  readonly team: readonly MemberView[]
  readonly day: PlainDate | null
}

/** The ground that was chosen, while it holds: one that ends meanwhile is chosen no more. */
export const chosenBasis = ({ basisId }: ConferenceDraft, { bases }: Pick<CaseDetail, 'bases'>) =>
  bases.find(({ id, state }) => id === basisId && state === 'current')?.id ?? null

/** When a conference begins: the hour is an hour in Japan. null while the day or the hour is missing. */
function startOf({ time }: ConferenceDraft, day: PlainDate | null): Instant | null {
  const minutes = minutesOf(time)
  return day === null || minutes === null ? null : later(startOfDay(day), minutes * MINUTE_MS)
}

/** What a filled-in form changes of a conference, and nothing that was left alone; null while something is missing. */
export function changeRequestOf(
  draft: ConferenceDraft,
  begun: ConferenceDraft,
  day: PlainDate | null,
): ChangeConferenceRequest | null {
  const startsAt = startOf(draft, day)
  const [title, place] = [draft.title.trim(), draft.place.trim()]
  if (startsAt === null || title === '' || place === '') return null
  const isMoved = draft.day !== begun.day || draft.time !== begun.time
  return {
    ...(title === begun.title ? {} : { title }),
    ...(place === begun.place ? {} : { place }),
    ...(isMoved ? { startsAt } : {}),
  }
}

/** The request a filled-in form stands for; null while something is missing. */
export function callRequestOf(draft: ConferenceDraft, around: Surroundings): CallConferenceRequest | null {
  const { theCase, team, day } = around
  const startsAt = startOf(draft, day)
  const basisId = chosenBasis(draft, theCase)
  const title = draft.title.trim()
  const place = draft.place.trim()
  if (startsAt === null || title === '' || place === '') return null
  if (draft.meetingKind === '' || (basisId === null && needsGround(draft.meetingKind))) return null
  return {
    caseId: theCase.id,
    title,
    meetingKind: draft.meetingKind,
    startsAt,
    place,
    basisId,
    inviteeIds: team.filter(({ id }) => draft.inviteeIds.includes(id)).map(({ id }) => id),
  }
}
