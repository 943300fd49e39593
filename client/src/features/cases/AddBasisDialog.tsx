import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Select } from '#client/ui/Select.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { INFORMATION_CATEGORIES, type InformationCategory } from '#shared/domain/informationCategory.ts'
import { BASIS_KINDS, type BasisKind } from '#shared/domain/sharingBasis.ts'
import { TermFields } from './TermFields.tsx'
import { useAddBasis } from './useCases.ts'
import { useTermDraft } from './useTermDraft.ts'

interface Props {
  readonly theCase: CaseDetail
  readonly organisations: readonly OrganisationView[]
  readonly onClose: () => void
}

interface BasisDraft {
  readonly kind: BasisKind | ''
  readonly discloserId: string
  readonly recipientIds: readonly string[]
  readonly categories: readonly InformationCategory[]
}

/** One ground of disclosure: what kind, from whom, to whom, about what, for how long. */
export function AddBasisDialog({ theCase, organisations, onClose }: Props) {
  const { t } = useTranslation()
  const draft = useDraft<BasisDraft>({
    kind: '',
    discloserId: theCase.leadOrganisation.id,
    recipientIds: [],
    categories: ['basic'],
  })
  const { draft: termDraft, term } = useTermDraft()
  const [isChecked, setChecked] = useState(false)
  const status = useStatus()
  const add = useAddBasis(theCase.id)
  const { kind, discloserId, recipientIds, categories } = draft.value
  const discloser = organisations.find(({ id }) => id === discloserId)
  const recipients = organisations
    .filter(({ id }) => recipientIds.includes(id) && id !== discloserId)
    .map(({ id }) => id)

  const said = () => {
    status.say(t('basis.added'))
    onClose()
  }
  const submit = () => {
    setChecked(true)
    if (kind === '' || discloser === undefined || term === null) return
    if (recipients.length === 0 || categories.length === 0) return
    add.mutate(
      { kind, discloserId: discloser.id, recipientIds: recipients, categories: [...categories], ...term },
      { onSuccess: said },
    )
  }
  return (
    <Dialog title={t('basis.addTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={t('basis.addTitle')}>
        <FailureNotice failure={add.error} />
        <BasisFields draft={draft} isChecked={isChecked} organisations={organisations} />
        <TermFields draft={termDraft} isChecked={isChecked} />
        <FormButtons submit={t('basis.submit')} isBusy={add.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: Draft<BasisDraft>
  readonly isChecked: boolean
  readonly organisations: readonly OrganisationView[]
}

function BasisFields({ draft, isChecked, organisations }: FieldsProps) {
  const { t } = useTranslation()
  const { kind, discloserId, recipientIds, categories } = draft.value
  const bodies = organisations.map(({ id, name }) => ({ value: id, label: name }))
  const recipients = recipientIds.filter((id) => id !== discloserId)
  return (
    <>
      <Select
        label={t('basis.kind')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'kind')}
        options={BASIS_KINDS.map((each) => ({ value: each, label: t(`basisKind.${each}`) }))}
        problem={isChecked && kind === '' ? t('form.choose') : undefined}
      />
      <Select
        label={t('basis.discloser')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'discloserId')}
        options={bodies}
        problem={isChecked && discloserId === '' ? t('form.choose') : undefined}
      />
      <CheckboxGroup
        label={t('basis.recipients')}
        isRequired
        value={recipients}
        options={bodies.filter(({ value }) => value !== discloserId)}
        onChange={draft.set('recipientIds')}
        problem={isChecked && recipients.length === 0 ? t('form.chooseOne') : undefined}
      />
      <CheckboxGroup
        label={t('team.categories')}
        isRequired
        columns={2}
        {...fieldOf(draft, 'categories')}
        options={INFORMATION_CATEGORIES.map((category) => ({ value: category, label: t(`category.${category}`) }))}
        problem={isChecked && categories.length === 0 ? t('form.chooseOne') : undefined}
      />
    </>
  )
}
