import { useTranslation } from 'react-i18next'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { Select } from '#client/ui/Select.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { ROLES, type Role, VOLUNTEER_KINDS, type VolunteerKind } from '#shared/domain/member.ts'

/** Whom somebody acts for, and as what. */
export interface PlaceDraft {
  readonly organisationId: string
  readonly role: Role | ''
  readonly volunteerKind: VolunteerKind | ''
}

interface Props<Place extends PlaceDraft> {
  readonly draft: Draft<Place>
  readonly isChecked: boolean
  readonly organisations: readonly OrganisationView[]
  /** Why the role cannot be another; it is shown, and not asked for. */
  readonly roleFixedBecause?: string | undefined
}

/** The organisation and the role. One that has closed is offered to nobody but who is of it still. */
export function PostFields<Place extends PlaceDraft>(props: Props<Place>) {
  const { t } = useTranslation()
  const { draft, isChecked, organisations, roleFixedBecause } = props
  const { organisationId, role } = draft.value
  const offered = organisations.filter(({ id, closedOn }) => closedOn === null || id === organisationId)
  const choice = (text: string) => (isChecked && text === '' ? t('form.choose') : undefined)
  return (
    <>
      <Select
        label={t('team.organisation')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'organisationId')}
        options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        problem={choice(organisationId)}
      />
      {roleFixedBecause === undefined ? (
        <Select
          label={t('member.role')}
          isRequired
          nothing={t('form.nothingChosen')}
          {...fieldOf(draft, 'role')}
          options={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          problem={choice(role)}
        />
      ) : (
        <p className="text-solid-gray-700">{roleFixedBecause}</p>
      )}
      {role === 'volunteer' && (
        <RadioGroup
          label={t('member.volunteerKind')}
          isRequired
          {...fieldOf(draft, 'volunteerKind')}
          options={VOLUNTEER_KINDS.map((kind) => ({ value: kind, label: t(`volunteerKind.${kind}`) }))}
          problem={choice(draft.value.volunteerKind)}
        />
      )}
    </>
  )
}
