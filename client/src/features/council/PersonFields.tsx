import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'

export interface PersonDraft {
  readonly name: string
  readonly kana: string
}

interface Props<Person extends PersonDraft> {
  readonly draft: Draft<Person>
  readonly isChecked: boolean
}

/** How a person is called. */
export function PersonFields<Person extends PersonDraft>({ draft, isChecked }: Props<Person>) {
  const { t } = useTranslation()
  const missing = (text: string) => (isChecked && text.trim() === '' ? t('form.missing') : undefined)
  return (
    <>
      <TextField
        label={t('member.name')}
        longest={LONGEST.personName}
        isRequired
        {...fieldOf(draft, 'name')}
        problem={missing(draft.value.name)}
      />
      <TextField
        label={t('form.kana')}
        longest={LONGEST.personName}
        isRequired
        {...fieldOf(draft, 'kana')}
        problem={missing(draft.value.kana)}
      />
    </>
  )
}
