import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import type { OrganisationId } from '#shared/core/ids.ts'
import { INFORMATION_CATEGORIES, type InformationCategory } from '#shared/domain/informationCategory.ts'
import { BASIS_KINDS, type BasisKind, needsReason } from '#shared/domain/sharingBasis.ts'
import { SUPPORT_MEETING_LAWS } from '#shared/domain/supportMeeting.ts'
import { ConsentFields, useConsentDraft } from './ConsentFields.tsx'
import { TermFields } from './TermFields.tsx'
import { useAddBasis, useSupportMeetings } from './useCases.ts'
import { useTermDraft } from './useTermDraft.ts'

interface Props {
  readonly theCase: CaseDetail
  readonly organisations: readonly OrganisationView[]
  readonly onClose: () => void
}

interface BasisDraft {
  readonly kind: BasisKind | ''
  readonly reason: string
  readonly discloserId: OrganisationId | ''
  readonly recipientIds: readonly OrganisationId[]
  readonly categories: readonly InformationCategory[]
}

/** What of the choices stands: an organisation that is of the council no more is chosen no more, and none tells itself. */
function standing(draft: BasisDraft, organisations: readonly OrganisationView[]): BasisDraft {
  const isThere = (id: string) => organisations.some((one) => one.id === id)
  const discloserId = isThere(draft.discloserId) ? draft.discloserId : ''
  return { ...draft, discloserId, recipientIds: draft.recipientIds.filter((id) => isThere(id) && id !== discloserId) }
}

/** Those of the case's team first: among sixty of a council it is they who are meant, and a wrong tick tells somebody else. */
function teamFirst(organisations: readonly OrganisationView[], { team }: CaseDetail): readonly OrganisationView[] {
  const isOfTeam = ({ id }: OrganisationView) => team.some(({ organisation }) => organisation.id === id)
  return [...organisations.filter(isOfTeam), ...organisations.filter((one) => !isOfTeam(one))]
}

/** What is said of why, where there is something to say; null while that is to come. */
function reasonIn({ kind, reason }: BasisDraft): { readonly reason?: string } | null {
  if (kind === '' || !needsReason(kind)) return {}
  return reason.trim() === '' ? null : { reason: reason.trim() }
}

/** One ground of disclosure: what kind, from whom, to whom, about what, for how long. */
export function AddBasisDialog({ theCase, organisations, onClose }: Props) {
  const { t } = useTranslation()
  const filledIn = useDraft<BasisDraft>({
    kind: '',
    reason: '',
    discloserId: theCase.leadOrganisation.id,
    recipientIds: [],
    categories: ['basic'],
  })
  const { draft: termDraft, term } = useTermDraft()
  const filledInConsent = useConsentDraft(term?.from ?? null)
  const [isChecked, setChecked] = useState(false)
  const tell = useOutcome()
  const add = useAddBasis(theCase.id)
  const draft = { ...filledIn, value: standing(filledIn.value, organisations) }
  const { kind, discloserId, recipientIds, categories } = draft.value

  const submit = () => {
    setChecked(true)
    if (kind === '' || discloserId === '' || term === null) return
    const said = reasonIn(draft.value)
    if (recipientIds.length === 0 || categories.length === 0 || said === null) return
    if (kind === 'consent' && filledInConsent.consent === null) return
    const consent = kind === 'consent' && filledInConsent.consent !== null ? { consent: filledInConsent.consent } : {}
    const told = { recipientIds: [...recipientIds], categories: [...categories] }
    const request = { kind, discloserId, ...told, ...term, ...said, ...consent }
    tell(add.mutateAsync(request), { title: t('basis.addTitle'), said: t('basis.added'), onDone: onClose })
  }
  return (
    <Dialog title={t('basis.addTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={t('basis.addTitle')} failure={add.error}>
        <BasisFields draft={draft} isChecked={isChecked} organisations={teamFirst(organisations, theCase)} />
        {kind === 'consent' && <ConsentFields filledIn={filledInConsent} isChecked={isChecked} />}
        <TermFields draft={termDraft} isChecked={isChecked} />
        <FormButtons submit={t('basis.submit')} isBusy={add.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

/** The kinds that can be chosen: a law whose 支援会議 the council does not hold is none. */
function useKinds(): { readonly kinds: readonly BasisKind[]; readonly isOneMissing: boolean } {
  const meetings = useSupportMeetings()
  const missing = SUPPORT_MEETING_LAWS.filter(
    (law) => meetings?.some((one) => one.law === law && one.gap === null) !== true,
  )
  return {
    kinds: BASIS_KINDS.filter((kind) => !missing.some((law) => law === kind)),
    isOneMissing: meetings !== undefined && missing.length > 0,
  }
}

interface FieldsProps {
  readonly draft: Draft<BasisDraft>
  readonly isChecked: boolean
  readonly organisations: readonly OrganisationView[]
}

function BasisFields({ draft, isChecked, organisations }: FieldsProps) {
  const { t } = useTranslation()
  const { kind, discloserId, recipientIds, categories } = draft.value
  const { kinds, isOneMissing } = useKinds()
  const bodies = organisations.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Select
        label={t('basis.kind')}
        hint={isOneMissing ? t('basis.lawsMissing') : undefined}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'kind')}
        options={kinds.map((each) => ({ value: each, label: t(`basisKind.${each}`) }))}
        problem={isChecked && kind === '' ? t('form.choose') : undefined}
      />
      {kind !== '' && needsReason(kind) && (
        <TextField
          label={t('basis.reason')}
          hint={t('basis.reasonHint')}
          isRequired
          longest={LONGEST.basisReason}
          {...fieldOf(draft, 'reason')}
          problem={isChecked && reasonIn(draft.value) === null ? t('basis.reasonMissing') : undefined}
        />
      )}
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
        {...fieldOf(draft, 'recipientIds')}
        options={bodies.filter(({ value }) => value !== discloserId)}
        problem={isChecked && recipientIds.length === 0 ? t('form.chooseOne') : undefined}
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
