import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import type { NewMemberRequest, OrganisationView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { AccountDraft } from './AccountFields.tsx'
import type { PersonDraft } from './PersonFields.tsx'
import type { PlaceDraft } from './PostFields.tsx'

/** What the form holds while it is being filled in. */
export interface MemberDraft extends PersonDraft, PlaceDraft, AccountDraft {
  readonly from: string
}

export const EMPTY_MEMBER: MemberDraft = {
  name: '',
  kana: '',
  organisationId: '',
  role: '',
  volunteerKind: '',
  from: '',
  loginName: '',
  password: '',
}

/** Many who are added one after the other are of one organisation, in one role, from one day. */
export const nextMemberAfter = ({ organisationId, role, volunteerKind, from }: MemberDraft): MemberDraft => ({
  ...EMPTY_MEMBER,
  ...{ organisationId, role, volunteerKind, from },
})

interface Surroundings {
  readonly organisations: readonly OrganisationView[]
  readonly from: PlainDate | null
}

/** An account is wholly there, or not at all. */
export const hasWholeAccount = ({ loginName, password }: AccountDraft): boolean =>
  (loginName.trim() === '' && password === '') || (loginName.trim() !== '' && password.length >= SHORTEST_PASSWORD)

/** The request a filled-in form stands for; null while something is missing. */
export function newMemberRequestOf(draft: MemberDraft, around: Surroundings): NewMemberRequest | null {
  const organisation = around.organisations.find(({ id }) => id === draft.organisationId)
  const name = draft.name.trim()
  const kana = draft.kana.trim()
  if (organisation === undefined || around.from === null || draft.role === '') return null
  if (name === '' || kana === '' || !hasWholeAccount(draft)) return null
  if (draft.role === 'volunteer' && draft.volunteerKind === '') return null
  return {
    name,
    kana,
    organisationId: organisation.id,
    role: draft.role,
    volunteerKind: draft.role === 'volunteer' && draft.volunteerKind !== '' ? draft.volunteerKind : null,
    from: around.from,
    account: draft.password === '' ? null : { loginName: draft.loginName.trim(), password: draft.password },
  }
}
