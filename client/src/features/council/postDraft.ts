import type { ChangePostRequest, MemberView, OrganisationView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Appointment, Office } from '#shared/domain/member.ts'
import type { PlaceDraft } from './PostFields.tsx'

/** An office while it is being filled in; `key` tells it from the others of the form. */
export interface OfficeDraft {
  readonly key: number
  readonly office: Office | ''
  readonly from: string
  readonly until: string
}

export interface PostDraft extends PlaceDraft {
  readonly offices: readonly OfficeDraft[]
  /** The first day at the organisation that is chosen anew. */
  readonly since: string
}

type Days = { readonly dayIn: (text: string) => PlainDate | null; readonly typedDay: (day: PlainDate) => string }

export const postDraftOf = (member: MemberView, { typedDay }: Days, today: PlainDate): PostDraft => ({
  since: typedDay(today),
  organisationId: member.organisationId,
  role: member.role,
  volunteerKind: member.volunteerKind ?? '',
  offices: member.offices.map(({ office, from, until }, key) => ({
    ...{ key, office, from: typedDay(from), until: until === null ? '' : typedDay(until) },
  })),
})

/** The office a line stands for; null while something is missing, unreadable or ends before it begins. */
function officeOf({ office, ...typed }: OfficeDraft, { dayIn }: Days): Appointment | null {
  const from = dayIn(typed.from)
  const until = dayIn(typed.until)
  if (office === '' || from === null || (until === null && typed.until.trim() !== '')) return null
  return until !== null && until < from ? null : { office, from, until }
}

const notAmong = (appointments: readonly Appointment[]) => {
  const known = new Set(appointments.map(asText))
  return (appointment: Appointment): boolean => !known.has(asText(appointment))
}
const asText = ({ office, from, until }: Appointment): string => `${office} ${from} ${until}`

type Wanted = Required<Omit<ChangePostRequest, 'offices' | 'shown'>> & { readonly offices: readonly Appointment[] }

/** What another administrator may have changed meanwhile is left alone: only what was changed here is asked for. */
function differing(member: MemberView, wanted: Wanted): ChangePostRequest {
  const { organisationId, role, volunteerKind, since } = wanted
  const isMoved = organisationId !== member.organisationId
  const isOther = role !== member.role || volunteerKind !== member.volunteerKind
  const shown = { organisationId: member.organisationId, role: member.role, volunteerKind: member.volunteerKind }
  const removed = member.offices.filter(notAmong(wanted.offices))
  const added = wanted.offices.filter(notAmong(member.offices))
  return {
    ...(isMoved ? { organisationId, since } : {}),
    ...(isOther ? { role, volunteerKind } : {}),
    ...(isMoved || isOther ? { shown } : {}),
    ...(removed.length + added.length === 0 ? {} : { offices: { removed, added } }),
  }
}

/** The request a filled-in form stands for; null while something is missing. */
export function changePostRequestOf(
  draft: PostDraft,
  member: MemberView,
  around: { readonly organisations: readonly OrganisationView[]; readonly days: Days; readonly today: PlainDate },
): ChangePostRequest | null {
  const organisation = around.organisations.find(({ id }) => id === draft.organisationId)
  const offices = draft.offices.flatMap((line) => officeOf(line, around.days) ?? [])
  if (organisation === undefined || draft.role === '' || offices.length < draft.offices.length) return null
  const volunteerKind = draft.role === 'volunteer' ? draft.volunteerKind : null
  // The day is asked for with another organisation only.
  const since = organisation.id === member.organisationId ? around.today : around.days.dayIn(draft.since)
  if (volunteerKind === '' || since === null || since > around.today) return null
  return differing(member, { organisationId: organisation.id, role: draft.role, volunteerKind, offices, since })
}
