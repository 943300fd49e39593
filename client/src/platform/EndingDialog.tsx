import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { FormButtons } from './FormButtons.tsx'
import { usePorts } from './Ports.tsx'
import { useDates } from './useDates.ts'

interface Props {
  readonly title: string
  readonly effect: string
  readonly isBusy: boolean
  readonly failure: unknown
  readonly onEnd: (on: PlainDate) => void
  readonly onClose: () => void
}

/** The day on which something ends, and what follows from it. */
export function EndingDialog({ title, effect, isBusy, failure, onEnd, onClose }: Props) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const [text, setText] = useState(() => dates.typedDay(dayInJapan(clock.now())))
  const [isChecked, setChecked] = useState(false)
  const on = dates.dayIn(text)
  const submit = () => {
    setChecked(true)
    if (on !== null) onEnd(on)
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit}>
        <FailureNotice failure={failure} />
        <p>{effect}</p>
        <UnderstoodField
          label={t('form.endsOn')}
          hint={t('form.dateHint')}
          isRequired
          value={text}
          onChange={setText}
          understand={dates.understand}
          problem={isChecked && text.trim() === '' ? t('form.missing') : undefined}
        />
        <FormButtons submit={t('form.end')} isBusy={isBusy} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
