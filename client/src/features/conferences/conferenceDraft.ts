import type { BasisView, CaseDetail } from '#shared/api/cases.ts'
import type { CallConferenceRequest, ChangeConferenceRequest } from '#shared/api/conferences.ts'
import type { MemberView } from '#shared/api/council.ts'
import { type Instant, later, type PlainDate, startOfDay } from '#shared/core/time.ts'
import type { MeetingKind } from '#shared/domain/conferenceKind.ts'
import { fitsMeeting } from '#shared/domain/supportMeeting.ts'
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
  /** Of a 支援会議 alone: when its chair chose them. */
  readonly chosenOn: string
}

export const EMPTY_CONFERENCE: ConferenceDraft = {
  title: '',
  day: '',
  time: '',
  place: '',
  meetingKind: '',
  basisId: '',
  inviteeIds: [],
  chosenOn: '',
}

const MINUTE_MS = 60_000

/** Of this kind of meeting it is for the chair to choose who is called. */
export const isChosenByChair = (kind: MeetingKind | ''): boolean => kind === 'statutorySupport'

/** Only this kind of meeting speaks of nobody in particular, and so needs no ground. */
export const needsGround = (kind: MeetingKind | ''): boolean => kind !== 'anonymousStudy'

interface Surroundings {
  readonly theCase: Pick<CaseDetail, 'id' | 'bases'>
  readonly team: readonly MemberView[]
  readonly day: PlainDate | null
  readonly chosenOn: PlainDate | null
}

/** The grounds that hold and that a kind of conference can stand on; all that hold while no kind is chosen. */
export const groundsFor = (meetingKind: MeetingKind | '', { bases }: Pick<CaseDetail, 'bases'>): readonly BasisView[] =>
  bases.filter(({ kind, state }) => state === 'current' && (meetingKind === '' || fitsMeeting(meetingKind, kind)))

/** The ground that was chosen, while it can be: one that ends meanwhile is chosen no more. */
export const chosenBasis = ({ basisId, meetingKind }: ConferenceDraft, theCase: Pick<CaseDetail, 'bases'>) =>
  groundsFor(meetingKind, theCase).find(({ id }) => id === basisId)?.id ?? null

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
  const { theCase, team, day, chosenOn } = around
  const startsAt = startOf(draft, day)
  const basisId = chosenBasis(draft, theCase)
  const title = draft.title.trim()
  const place = draft.place.trim()
  if (startsAt === null || title === '' || place === '') return null
  if (draft.meetingKind === '' || (basisId === null && needsGround(draft.meetingKind))) return null
  if (isChosenByChair(draft.meetingKind) && chosenOn === null) return null
  return {
    caseId: theCase.id,
    title,
    meetingKind: draft.meetingKind,
    startsAt,
    place,
    basisId,
    inviteeIds: team.filter(({ id }) => draft.inviteeIds.includes(id)).map(({ id }) => id),
    ...(isChosenByChair(draft.meetingKind) && chosenOn !== null ? { chosenOn } : {}),
  }
}
