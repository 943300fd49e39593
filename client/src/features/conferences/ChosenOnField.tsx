import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'

interface Props {
  readonly name: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly isChecked: boolean
}

/** The day on which the chair of a 支援会議 chose who is called. */
export function ChosenOnField({ isChecked, ...field }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <UnderstoodField
      label={t('newConference.chosenOn')}
      hint={t('newConference.chosenOnHint')}
      isRequired
      {...field}
      understand={dates.understand}
      problem={isChecked && field.value.trim() === '' ? t('form.missing') : undefined}
    />
  )
}
