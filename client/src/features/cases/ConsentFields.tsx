import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { RadioGroup } from '#client/ui/RadioGroup.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import {
  CONSENT_WAYS,
  type Consent,
  type ConsentWay,
  PAPER_WITHIN_DAYS,
  wrongConsentDay,
} from '#shared/domain/consent.ts'

interface ConsentDraft {
  readonly way: ConsentWay | ''
  readonly on: string
  readonly purpose: string
  readonly paperBy: string
}

/** What is filled in of a consent. */
export interface FilledInConsent {
  readonly draft: Draft<ConsentDraft>
  /** null while something is missing or cannot be. */
  readonly consent: Consent | null
  readonly wrong: ReturnType<typeof wrongConsentDay> | 'tooLongAgo'
}

/** How the person has agreed, to what is told from a day on. */
export function useConsentDraft(from: PlainDate | null): FilledInConsent {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const today = dayInJapan(clock.now())
  const draft = useDraft<ConsentDraft>({ way: '', on: '', purpose: t('consent.purposeUsual'), paperBy: '' })
  const { way, purpose } = draft.value
  const on = dates.dayIn(draft.value.on)
  const paperBy = way === 'spoken' ? dates.comingDayIn(draft.value.paperBy) : null
  // No day is left by which its sheet could come.
  if (way === 'spoken' && on !== null && addDays(on, PAPER_WITHIN_DAYS) < today)
    return { draft, consent: null, wrong: 'tooLongAgo' }
  if (way === '' || on === null || (way === 'spoken' && paperBy === null)) return { draft, consent: null, wrong: null }
  const consent = { way, on, purpose: purpose.trim(), paperBy }
  const wrong = wrongConsentDay(consent, { today, from: from ?? on })
  return { draft, consent: consent.purpose === '' || wrong !== null ? null : consent, wrong }
}

interface Props {
  readonly filledIn: FilledInConsent
  readonly isChecked: boolean
}

export function ConsentFields({ filledIn: { draft, wrong }, isChecked }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const { way, on, purpose, paperBy } = draft.value
  const missing = (text: string) => (isChecked && text.trim() === '' ? t('form.missing') : undefined)
  const problemOfDay =
    wrong === 'on' || wrong === 'tooLongAgo' ? t(wrong === 'on' ? 'consent.onWrong' : 'consent.tooLongAgo') : undefined
  return (
    <>
      <RadioGroup
        label={t('consent.way')}
        isRequired
        {...fieldOf(draft, 'way')}
        options={CONSENT_WAYS.map((each) => ({ value: each, label: t(`consent.${each}`) }))}
        problem={isChecked && way === '' ? t('form.choose') : undefined}
      />
      <UnderstoodField
        label={t('consent.on')}
        hint={t('consent.onHint')}
        isRequired
        {...fieldOf(draft, 'on')}
        understand={dates.understand}
        problem={problemOfDay ?? missing(on)}
      />
      {way === 'spoken' && (
        <UnderstoodField
          label={t('consent.paperBy')}
          hint={t('consent.paperByHint')}
          isRequired
          {...fieldOf(draft, 'paperBy')}
          understand={dates.understandComing}
          problem={wrong === 'paperBy' ? t('consent.paperByWrong') : missing(paperBy)}
        />
      )}
      <TextField
        label={t('consent.purpose')}
        hint={t('consent.purposeHint')}
        isRequired
        longest={LONGEST.basisReason}
        {...fieldOf(draft, 'purpose')}
        problem={missing(purpose)}
      />
    </>
  )
}
