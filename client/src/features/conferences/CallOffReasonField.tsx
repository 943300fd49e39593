import { useTranslation } from 'react-i18next'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { CALL_OFF_REASONS, type CallOffReason } from '#shared/domain/conferenceKind.ts'

interface Props {
  readonly value: CallOffReason | ''
  readonly onChange: (reason: CallOffReason) => void
}

/** Why a conference does not take place; nobody has to say it. */
export function CallOffReasonField({ value, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className="pb-6">
      <RadioGroup
        label={t('conference.callOffReason')}
        hint={t('conference.callOffReasonHint')}
        value={value}
        onChange={onChange}
        options={CALL_OFF_REASONS.map((reason) => ({ value: reason, label: t(`callOffReason.${reason}`) }))}
      />
    </div>
  )
}
