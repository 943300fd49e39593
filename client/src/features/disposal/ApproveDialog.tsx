import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { DueCaseView } from '#shared/api/disposal.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
import { useApprove } from './useDisposals.ts'

interface Props {
  /** As it was when this was opened: the request that is seen is the one that is approved. */
  readonly due: DueCaseView & { readonly asked: NonNullable<DueCaseView['asked']> }
  readonly onClose: () => void
}

/** Disposes of a case that another asked for, once its number has been typed. */
export function ApproveDialog({ due, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const approve = useApprove(due.caseId)
  const draft = useDraft({ number: '' })
  const [isChecked, setChecked] = useState(false)
  const { number, asked } = due
  const isNumber = readCaseNumber(draft.value.number) === number
  const title = t('disposal.approveTitle', { number })
  const submit = () => {
    setChecked(true)
    if (!isNumber) return
    const said = t('disposal.approved', { number })
    tell(approve.mutateAsync({ askedAt: asked.at }), { title, said, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={approve.error}>
        <Notice tone="warning" title={t('disposal.noUndo')}>
          {t('disposal.approveEffect')}
        </Notice>
        <Facts
          facts={[
            { term: t('disposal.closedOn'), value: dates.plainDay(due.closedOn) },
            { term: t('disposal.dueOn'), value: dates.plainDay(due.dueOn) },
            {
              term: t('disposal.askedBy'),
              value: t('disposal.byAt', { name: asked.by, at: dates.moment(asked.at) }),
            },
            { term: t('disposal.reason'), value: asked.reason },
          ]}
        />
        <TextField
          label={t('disposal.typedNumber')}
          hint={t('disposal.typedNumberHint', { number })}
          isRequired
          isAscii
          width="short"
          {...fieldOf(draft, 'number')}
          problem={isChecked && !isNumber ? t('disposal.typedNumberWrong') : undefined}
        />
        <FormButtons kind="danger" submit={t('disposal.approve')} isBusy={approve.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
