import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import { PasswordField } from '#client/ui/PasswordField.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf } from '#client/ui/useDraft.ts'

export interface AccountDraft {
  readonly loginName: string
  readonly password: string
}

interface Props<Account extends AccountDraft> {
  readonly draft: Draft<Account>
  readonly isChecked: boolean
}

/** A way in for those who will use a screen. Half the table never does, and both fields stay empty for them. */
export function OptionalAccount<Account extends AccountDraft>({ draft, isChecked }: Props<Account>) {
  const { t } = useTranslation()
  const { loginName, password } = draft.value
  return (
    <fieldset className="flex flex-col gap-4 rounded-12 border border-solid-gray-300 px-4 pb-4">
      <legend className="px-1 font-bold">{t('member.accountOptional')}</legend>
      <p className="text-solid-gray-700">{t('member.accountHint')}</p>
      <AccountFields draft={draft} isChecked={isChecked && (loginName.trim() !== '' || password !== '')} />
    </fieldset>
  )
}

/** What somebody logs in with at first. */
export function AccountFields<Account extends AccountDraft>({
  draft,
  isChecked,
  isRequired = false,
}: Props<Account> & { readonly isRequired?: boolean }) {
  const { t } = useTranslation()
  const { loginName, password } = draft.value
  return (
    <>
      <TextField
        label={t('signIn.loginName')}
        hint={t('setUp.loginNameHint')}
        longest={LONGEST.loginName}
        isAscii
        isRequired={isRequired}
        {...fieldOf(draft, 'loginName')}
        problem={isChecked && loginName.trim() === '' ? t('form.missing') : undefined}
      />
      <PasswordField
        label={t('member.firstPassword')}
        hint={t('setUp.passwordHint')}
        autoComplete="new-password"
        isShownAtFirst
        isRequired={isRequired}
        {...fieldOf(draft, 'password')}
        problem={isChecked && password.length < SHORTEST_PASSWORD ? t('setUp.passwordShort') : undefined}
      />
    </>
  )
}
