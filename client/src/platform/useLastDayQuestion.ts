import { useTranslation } from 'react-i18next'
import { dayInJapan } from '#shared/core/time.ts'
import { usePorts } from './Ports.tsx'
import { useDates } from './useDates.ts'

/** How the last day of something is asked for: today, unless another day is written. */
export function useLastDayQuestion() {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  return {
    label: t('form.endsOn'),
    hint: t('form.dateHint'),
    submit: t('form.end'),
    missing: t('form.missing'),
    typed: dates.typedDay(dayInJapan(clock.now())),
    understand: dates.understand,
    dayIn: dates.dayIn,
  }
}
