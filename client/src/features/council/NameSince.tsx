import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import type { PlainDate } from '#shared/core/time.ts'

interface Props {
  readonly value: string
  readonly onChange: (day: string) => void
  readonly today: PlainDate
}

/** From which day on somebody, or a body, is called otherwise; left empty, the name was mistyped and nobody ever had it. */
export function NameSince({ value, onChange, today }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const day = dates.dayIn(value)
  return (
    <UnderstoodField
      label={t('nameSince.label')}
      hint={t('nameSince.hint')}
      name="since"
      value={value}
      onChange={onChange}
      understand={dates.understand}
      problem={day !== null && day > today ? t('nameSince.ahead') : undefined}
    />
  )
}

/** The day that was entered; null for what is no day that can be sent. */
export function sinceOf(value: string, day: PlainDate | null, today: PlainDate): { readonly since?: PlainDate } | null {
  if (value.trim() === '') return {}
  return day === null || day > today ? null : { since: day }
}
