import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Select } from '#client/ui/Select.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { type Draft, useDraft } from '#client/ui/useDraft.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import { INFORMATION_CATEGORIES, type InformationCategory } from '#shared/domain/informationCategory.ts'
import { TermFields } from './TermFields.tsx'
import { useAddToTeam } from './useCases.ts'
import { useTermDraft } from './useTermDraft.ts'

interface Props {
  readonly theCase: CaseDetail
  readonly organisations: readonly OrganisationView[]
  readonly members: readonly MemberView[]
  readonly onClose: () => void
}

interface PlaceDraft {
  readonly organisationId: string
  readonly memberId: string
  readonly categories: readonly InformationCategory[]
}

const EMPTY: PlaceDraft = { organisationId: '', memberId: '', categories: ['basic'] }

/** An organisation, or one person of it, joins the case. */
export function AddToTeamDialog({ theCase, organisations, members, onClose }: Props) {
  const { t } = useTranslation()
  const draft = useDraft(EMPTY)
  const { draft: termDraft, term } = useTermDraft()
  const [isChecked, setChecked] = useState(false)
  const status = useStatus()
  const add = useAddToTeam(theCase.id)
  const { organisationId, memberId, categories } = draft.value
  const organisation = organisations.find(({ id }) => id === organisationId)
  const person = members.find((member) => member.id === memberId && member.organisationId === organisationId)

  const said = () => {
    status.say(t('team.added', { name: organisation?.name ?? '' }))
    onClose()
  }
  const submit = () => {
    setChecked(true)
    if (organisation === undefined || term === null || categories.length === 0) return
    add.mutate(
      { organisationId: organisation.id, memberId: person?.id ?? null, categories: [...categories], ...term },
      { onSuccess: said },
    )
  }
  return (
    <Dialog title={t('team.addTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={t('team.addTitle')}>
        <FailureNotice failure={add.error} />
        <PlaceFields draft={draft} isChecked={isChecked} organisations={organisations} members={members} />
        <TermFields draft={termDraft} isChecked={isChecked} />
        <FormButtons submit={t('team.submit')} isBusy={add.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: Draft<PlaceDraft>
  readonly isChecked: boolean
  readonly organisations: readonly OrganisationView[]
  readonly members: readonly MemberView[]
}

function PlaceFields({ draft, isChecked, organisations, members }: FieldsProps) {
  const { t } = useTranslation()
  const { organisationId, memberId, categories } = draft.value
  const people = members.filter((member) => member.organisationId === organisationId)
  return (
    <>
      <Select
        label={t('team.organisation')}
        isRequired
        nothing={t('form.nothingChosen')}
        value={organisationId}
        options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={draft.set('organisationId')}
        problem={isChecked && organisationId === '' ? t('form.choose') : undefined}
      />
      <Select
        label={t('team.member')}
        hint={t('team.memberHint')}
        nothing={t('team.everyMember')}
        value={memberId}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={draft.set('memberId')}
      />
      <CheckboxGroup
        label={t('team.categories')}
        hint={t('team.categoriesHint')}
        isRequired
        columns={2}
        values={categories}
        options={INFORMATION_CATEGORIES.map((category) => ({ value: category, label: t(`category.${category}`) }))}
        onChange={draft.set('categories')}
        problem={isChecked && categories.length === 0 ? t('form.chooseOne') : undefined}
      />
    </>
  )
}
