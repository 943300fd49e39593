import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { Section } from '#client/ui/Section.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { WITHDRAWAL_EXTENTS, WITHDRAWAL_WAYS, type WithdrawConsentRequest } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import { useWithdrawConsent } from './useCases.ts'

/** A closed organisation, too: a consent that names it may go on. */
type Organisations = readonly Pick<OrganisationView, 'id' | 'name'>[]

/** Where a coordinator, or the 事務局, records that somebody withdrew a consent in a case that is not theirs, as when nobody coordinates it. */
export function WithdrawConsent({ organisations }: { readonly organisations: Organisations }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const open = (
    <Button kind="secondary" size="compact" onPress={() => setOpen(true)}>
      {t('withdrawal.title')}
    </Button>
  )
  return (
    <div className="off-paper pt-10">
      <Section title={t('withdrawal.heading')} lead={t('withdrawal.lead')}>
        {open}
        {isOpen && <WithdrawalDialog organisations={organisations} onClose={() => setOpen(false)} />}
      </Section>
    </div>
  )
}

interface WithdrawalDraft {
  readonly caseNumber: string
  readonly organisationId: string
  readonly extent: WithdrawConsentRequest['extent'] | ''
  readonly received: WithdrawConsentRequest['received'] | ''
}

const EMPTY: WithdrawalDraft = { caseNumber: '', organisationId: '', extent: 'all', received: '' }

/** The request a filled-in form stands for; null while something is missing. */
function requestOf(draft: WithdrawalDraft, organisations: Organisations): WithdrawConsentRequest | null {
  const { extent, received } = draft
  const caseNumber = readCaseNumber(draft.caseNumber)
  const organisation = organisations.find(({ id }) => id === draft.organisationId)
  if (caseNumber === null || organisation === undefined || extent === '' || received === '') return null
  return { caseNumber, organisationId: organisation.id, extent, received }
}

interface Props {
  readonly organisations: Organisations
  readonly onClose: () => void
}

function WithdrawalDialog({ organisations, onClose }: Props) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft(EMPTY)
  const [isChecked, setChecked] = useState(false)
  const withdraw = useWithdrawConsent()
  const title = t('withdrawal.title')
  const submit = () => {
    setChecked(true)
    const request = requestOf(draft.value, organisations)
    if (request === null) return
    const said = t('withdrawal.done', { number: request.caseNumber })
    tell(withdraw.mutateAsync(request), { title, said, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={withdraw.error}>
        <p>{t('withdrawal.effect')}</p>
        <WithdrawalFields draft={draft} isChecked={isChecked} organisations={organisations} />
        <FormButtons submit={t('withdrawal.submit')} isBusy={withdraw.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: Draft<WithdrawalDraft>
  readonly isChecked: boolean
  readonly organisations: Organisations
}

function WithdrawalFields({ draft, isChecked, organisations }: FieldsProps) {
  const { t } = useTranslation()
  const { caseNumber, organisationId, received } = draft.value
  const isNumber = readCaseNumber(caseNumber) !== null
  return (
    <>
      <TextField
        label={t('withdrawal.number')}
        hint={t('withdrawal.numberHint')}
        isRequired
        isAscii
        width="short"
        {...fieldOf(draft, 'caseNumber')}
        problem={isChecked && !isNumber ? t('withdrawal.numberUnreadable') : undefined}
      />
      <Select
        label={t('withdrawal.organisation')}
        hint={t('withdrawal.organisationHint')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'organisationId')}
        options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        problem={isChecked && organisationId === '' ? t('form.choose') : undefined}
      />
      <RadioGroup
        label={t('withdrawal.extent')}
        isRequired
        {...fieldOf(draft, 'extent')}
        options={WITHDRAWAL_EXTENTS.map((value) => ({ value, label: t(`withdrawalExtent.${value}`) }))}
      />
      <RadioGroup
        label={t('withdrawal.received')}
        isRequired
        {...fieldOf(draft, 'received')}
        options={WITHDRAWAL_WAYS.map((value) => ({ value, label: t(`withdrawalWay.${value}`) }))}
        problem={isChecked && received === '' ? t('form.choose') : undefined}
      />
    </>
  )
}
