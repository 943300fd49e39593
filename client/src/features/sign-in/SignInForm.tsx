import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { Form } from '#client/ui/Form.tsx'
import { PasswordField } from '#client/ui/PasswordField.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import type { SignInRequest } from '#shared/api/session.ts'
import { useSignIn } from './useSession.ts'

/** Login name and password. What was typed stays when the answer is no. */
export function SignInForm() {
  const { t } = useTranslation()
  const draft = useDraft<SignInRequest>({ loginName: '', password: '' })
  const [isChecked, setChecked] = useState(false)
  const signIn = useSignIn((api, request: SignInRequest) => api.signIn(request))
  const { loginName, password } = draft.value

  const submit = () => {
    setChecked(true)
    if (loginName.trim() !== '' && password !== '') signIn.mutate({ loginName: loginName.trim(), password })
  }
  return (
    <Form onSubmit={submit} label={t('signIn.title')} mayBeLost>
      <FailureNotice failure={signIn.error} title={t('signIn.failedTitle')} />
      <TextField
        label={t('signIn.loginName')}
        isRequired
        isAscii
        autoComplete="username"
        {...fieldOf(draft, 'loginName')}
        problem={isChecked && loginName.trim() === '' ? t('signIn.loginNameMissing') : undefined}
      />
      <PasswordField
        label={t('signIn.password')}
        isRequired
        autoComplete="current-password"
        {...fieldOf(draft, 'password')}
        problem={isChecked && password === '' ? t('signIn.passwordMissing') : undefined}
      />
      <div>
        <Button type="submit" isBusy={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </div>
      <p className="text-solid-gray-700">{t('signIn.help')}</p>
    </Form>
  )
}
