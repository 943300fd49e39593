import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { LONGEST } from '#client/platform/longest.ts'
import { isSpeltAlike } from '#client/platform/saidBy.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Button } from '#client/ui/Button.tsx'
import { CheckboxGroup } from '#client/ui/CheckboxGroup.tsx'
import { Form } from '#client/ui/Form.tsx'
import { forgetFilledIn } from '#client/ui/filledIn.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { Select } from '#client/ui/Select.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseSummary } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { NEED_CATEGORIES, type NeedCategory } from '#shared/domain/informationCategory.ts'
import { useOpenCase } from './useCases.ts'

interface Props {
  readonly organisations: readonly OrganisationView[]
  readonly ownOrganisationId: string
  /** Those that whoever opens one knows of. */
  readonly known: readonly CaseSummary[]
}

interface CaseDraft {
  readonly callName: string
  readonly needs: readonly NeedCategory[]
  readonly leadOrganisationId: string
}

/** A case in three fields; what else it needs is asked for on its page, where it shows as missing. */
export function NewCaseForm({ organisations, ownOrganisationId, known }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const draft = useDraft<CaseDraft>({ callName: '', needs: [], leadOrganisationId: ownOrganisationId })
  const [isChecked, setChecked] = useState(false)
  const tell = useOutcome()
  const openCase = useOpenCase()
  const { callName, needs } = draft.value
  const lead = organisations.find((organisation) => organisation.id === draft.value.leadOrganisationId)

  const submit = () => {
    setChecked(true)
    if (callName.trim() === '' || needs.length === 0 || lead === undefined) return
    const request = { callName: callName.trim(), needs: [...needs], leadOrganisationId: lead.id }
    tell(openCase.mutateAsync(request), {
      ...{ title: t('newCase.title'), isShown: true },
      onDone: ({ id }) => {
        forgetFilledIn()
        void navigate(`/cases/${id}`)
      },
    })
  }
  return (
    <Form onSubmit={submit} label={t('newCase.title')} failure={openCase.error}>
      <TextField
        label={t('case.callName')}
        longest={LONGEST.callName}
        hint={t('newCase.callNameHint')}
        isRequired
        {...fieldOf(draft, 'callName')}
        problem={isChecked && callName.trim() === '' ? t('newCase.callNameMissing') : undefined}
      />
      <CalledAlike callName={callName} known={known} />
      <CheckboxGroup
        label={t('case.needs')}
        hint={t('newCase.needsHint')}
        isRequired
        columns={2}
        {...fieldOf(draft, 'needs')}
        options={NEED_CATEGORIES.map((need) => ({ value: need, label: t(`need.${need}`) }))}
        problem={isChecked && needs.length === 0 ? t('form.chooseOne') : undefined}
      />
      <Select
        label={t('case.lead')}
        hint={t('newCase.leadHint')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'leadOrganisationId')}
        options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        problem={isChecked && lead === undefined ? t('form.choose') : undefined}
      />
      <div>
        {/* Done, it is still here until the next page is; another press would do it again. */}
        <Button type="submit" isBusy={openCase.isPending || openCase.isSuccess}>
          {t('newCase.submit')}
        </Button>
      </div>
    </Form>
  )
}

/** That a case of this call name is there: one that was opened twice has two numbers, and is found by one of them only. */
function CalledAlike({ callName, known }: Pick<Props, 'known'> & Pick<CaseDraft, 'callName'>) {
  const { t } = useTranslation()
  const alike = callName.trim() === '' ? [] : known.filter((one) => isSpeltAlike(one.callName, callName))
  if (alike.length === 0) return null
  return (
    <Notice tone="warning" title={t('newCase.alikeTitle')} isNews>
      <p>{t('newCase.alikeText')}</p>
      {alike.map(({ id, number, callName: name }) => (
        <TextLink key={id} href={`/cases/${id}`} className="self-start py-1">
          {t('case.name', { number, callName: name })}
        </TextLink>
      ))}
    </Notice>
  )
}
