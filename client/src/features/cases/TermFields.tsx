import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'

export interface TermDraft {
  readonly from: string
  readonly until: string
}

interface Props {
  readonly draft: Draft<TermDraft>
  readonly isChecked: boolean
}

/** From when and until when; the end may stay open. */
export function TermFields({ draft, isChecked }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const from = dates.dayIn(draft.value.from)
  const until = dates.dayIn(draft.value.until)
  const isTurned = from !== null && until !== null && until < from
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <UnderstoodField
        label={t('form.from')}
        isRequired
        {...fieldOf(draft, 'from')}
        understand={dates.understand}
        problem={isChecked && draft.value.from.trim() === '' ? t('form.missing') : undefined}
      />
      <UnderstoodField
        label={t('form.until')}
        {...fieldOf(draft, 'until')}
        understand={dates.understand}
        problem={isTurned ? t('form.untilTooEarly') : undefined}
      />
    </div>
  )
}
