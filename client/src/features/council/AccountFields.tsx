import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'
import type { MemberDraft } from './memberDraft.ts'

interface Props {
  readonly draft: Draft<MemberDraft>
  readonly isChecked: boolean
}

/** A way in for those who will use a screen. Half the table never does, and both fields stay empty for them. */
export function AccountFields({ draft, isChecked }: Props) {
  const { t } = useTranslation()
  const { loginName, password } = draft.value
  const isWanted = loginName.trim() !== '' || password !== ''
  const isShort = isChecked && isWanted && password.length < SHORTEST_PASSWORD
  return (
    <fieldset className="flex flex-col gap-4 rounded-12 border border-solid-gray-300 px-4 pb-4">
      <legend className="px-1 font-bold">{t('member.accountOptional')}</legend>
      <p className="text-solid-gray-700">{t('member.accountHint')}</p>
      <TextField
        label={t('signIn.loginName')}
        longest={LONGEST.loginName}
        isAscii
        {...fieldOf(draft, 'loginName')}
        problem={isChecked && isWanted && loginName.trim() === '' ? t('form.missing') : undefined}
      />
      <TextField
        label={t('member.firstPassword')}
        hint={t('setUp.passwordHint')}
        type="password"
        autoComplete="new-password"
        {...fieldOf(draft, 'password')}
        problem={isShort ? t('setUp.passwordShort') : undefined}
      />
    </fieldset>
  )
}
