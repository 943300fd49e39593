import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type ListAsked, useList } from '#client/platform/useList.ts'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Select } from '#client/ui/Select.tsx'
import type { CaseSummary } from '#shared/api/cases.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { goesOn } from '#shared/domain/supportCase.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The address at which a conference is called on a case with what another had. */
export const pathOfCallAnew = (caseId: string, { id }: Pick<ConferenceDetail, 'id'>): string =>
  `/cases/${caseId}/conferences/new?as=${id}`

/** One that was called off is called again, on the case that was meant, as one of its own: nothing that was written goes along. */
export function CallAnew({ conference }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  // Whoever may plan it again coordinates it; whether they may call one on the case that they choose, the form says.
  const offer = useOffer()(conference.can.putBack)
  if (!offer.isOffered) return null
  return (
    <>
      <Button kind="secondary" onPress={() => setOpen(true)}>
        {t('callAnew.title')}
      </Button>
      {isOpen && (
        <Dialog title={t('callAnew.title')} isOpen onClose={() => setOpen(false)}>
          <Suspense fallback={null}>
            <CaseForm conference={conference} onClose={() => setOpen(false)} />
          </Suspense>
        </Dialog>
      )}
    </>
  )
}

const CASES: ListAsked = { key: ['cases'], path: '/api/cases' }

function CaseForm({ conference, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const cases = useList<CaseSummary>(CASES).filter(goesOn)
  const [caseId, choose] = useState('')
  const [isChecked, setChecked] = useState(false)
  const submit = () => {
    setChecked(true)
    if (caseId !== '') void navigate(pathOfCallAnew(caseId, conference))
  }
  return (
    <Form onSubmit={submit} label={t('callAnew.title')}>
      <p>{t('callAnew.effect')}</p>
      <Select
        label={t('callAnew.case')}
        isRequired
        nothing={t('form.nothingChosen')}
        value={caseId}
        onChange={choose}
        options={cases.map(({ id, number, callName }) => ({ value: id, label: t('case.name', { number, callName }) }))}
        problem={isChecked && caseId === '' ? t('form.choose') : undefined}
      />
      <FormButtons submit={t('callAnew.submit')} isBusy={false} onClose={onClose} />
    </Form>
  )
}
