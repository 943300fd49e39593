import { LONGEST } from '#client/platform/longest.ts'
import type { ChangeOrganisationRequest, NewOrganisationRequest, OrganisationView } from '#shared/api/council.ts'
import { readAreaCode } from '#shared/domain/areaCode.ts'
import type { OrganisationKind } from '#shared/domain/organisation.ts'

/** What the form holds while it is being filled in. */
export interface OrganisationDraft {
  readonly name: string
  readonly kana: string
  readonly shortName: string
  readonly kinds: readonly OrganisationKind[]
  readonly areaCode: string
  readonly standing: 'member' | 'outside'
}

export const EMPTY_ORGANISATION: OrganisationDraft = {
  name: '',
  kana: '',
  shortName: '',
  kinds: [],
  areaCode: '',
  standing: 'member',
}

/** The short name stands for itself, and the name for it where it is left empty and the name is short enough. */
export const lacksShortName = ({ name, shortName }: OrganisationDraft): boolean =>
  shortName.trim() === '' && name.trim().length > LONGEST.shortName

/** A code, or nothing. */
export const isAreaCode = (text: string): boolean => text.trim() === '' || readAreaCode(text) !== null

export const organisationDraftOf = (organisation: OrganisationView): OrganisationDraft => ({
  name: organisation.name,
  kana: organisation.kana,
  shortName: organisation.shortName,
  kinds: organisation.kinds,
  areaCode: organisation.areaCode ?? '',
  standing: organisation.isMember ? 'member' : 'outside',
})

/** The facts a filled-in form stands for; null while something is missing. */
export function organisationFactsOf(draft: OrganisationDraft): NewOrganisationRequest | null {
  const [name, kana, shortName] = [draft.name.trim(), draft.kana.trim(), draft.shortName.trim()]
  if (name === '' || kana === '' || draft.kinds.length === 0 || !isAreaCode(draft.areaCode) || lacksShortName(draft))
    return null
  return {
    ...{ name, kana, shortName: shortName === '' ? name : shortName, kinds: [...draft.kinds] },
    ...{ areaCode: readAreaCode(draft.areaCode), isMember: draft.standing === 'member' },
  }
}

/** What is another now than it was shown: what somebody else changed meanwhile is left alone. */
export function changedFacts(
  { kinds, ...facts }: NewOrganisationRequest & Pick<OrganisationView, 'closedOn'>,
  shown: OrganisationView,
): ChangeOrganisationRequest {
  const removed = shown.kinds.filter((kind) => !kinds.includes(kind))
  const added = kinds.filter((kind) => !shown.kinds.includes(kind))
  const changed = (Object.keys(facts) as (keyof typeof facts)[]).filter((field) => facts[field] !== shown[field])
  const only = (of: typeof facts) => Object.fromEntries(changed.map((field) => [field, of[field]]))
  return {
    ...(changed.length === 0 ? {} : { ...only(facts), shown: only(shown) }),
    ...(removed.length + added.length === 0 ? {} : { kinds: { removed, added } }),
  }
}
