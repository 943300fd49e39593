import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { useDates } from '#client/platform/useDates.ts'
import { TextField } from '#client/ui/TextField.tsx'
import { type Understanding, UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'
import { minutesOf } from './clockTime.ts'
import type { ConferenceDraft } from './conferenceDraft.ts'

/** A part of the form of a conference. */
export interface ConferencePart {
  readonly draft: Draft<ConferenceDraft>
  readonly isChecked: boolean
}

/** How a conference is called, when it begins and where. */
export function WhatWhenWhere({ draft, isChecked }: ConferencePart) {
  const { t } = useTranslation()
  const dates = useDates()
  const understandTime = useClockTime()
  return (
    <>
      <TextField
        label={t('conference.name')}
        longest={LONGEST.title}
        hint={t('newConference.nameHint')}
        isRequired
        {...fieldOf(draft, 'title')}
        problem={isChecked && draft.value.title.trim() === '' ? t('form.missing') : undefined}
      />
      <UnderstoodField
        label={t('newConference.day')}
        hint={t('newConference.dayHint')}
        isRequired
        {...fieldOf(draft, 'day')}
        name="startsAt"
        understand={dates.understandComing}
        problem={isChecked && draft.value.day.trim() === '' ? t('form.missing') : undefined}
      />
      <UnderstoodField
        label={t('newConference.time')}
        hint={t('newConference.timeHint')}
        isRequired
        {...fieldOf(draft, 'time')}
        understand={understandTime}
        problem={isChecked && draft.value.time.trim() === '' ? t('form.missing') : undefined}
      />
      <TextField
        label={t('conference.place')}
        longest={LONGEST.title}
        hint={t('newConference.placeHint')}
        isRequired
        {...fieldOf(draft, 'place')}
        problem={isChecked && draft.value.place.trim() === '' ? t('form.missing') : undefined}
      />
    </>
  )
}

function useClockTime(): (text: string) => Understanding {
  const { t } = useTranslation()
  return (text) => {
    if (text.trim() === '') return { kind: 'empty' }
    const minutes = minutesOf(text)
    if (minutes === null) return { kind: 'unreadable', problem: t('newConference.timeUnreadable') }
    const clock = { hour: Math.floor(minutes / 60), minute: String(minutes % 60).padStart(2, '0') }
    return { kind: 'understood', words: t('newConference.timeUnderstood', clock) }
  }
}
