import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST } from '#client/platform/longest.ts'
import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import { Button } from '#client/ui/Button.tsx'
import { Form } from '#client/ui/Form.tsx'
import { forgetFilledIn } from '#client/ui/filledIn.ts'
import { PasswordField } from '#client/ui/PasswordField.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import type { SetUpRequest } from '#shared/api/session.ts'
import { readAreaCode } from '#shared/domain/areaCode.ts'
import { useSignIn } from './useSession.ts'

/** As typed. */
type SetUpDraft = { readonly [field in keyof SetUpRequest]: string }

const EMPTY: SetUpDraft = {
  code: '',
  councilName: '',
  organisationName: '',
  organisationKana: '',
  areaCode: '',
  name: '',
  kana: '',
  loginName: '',
  password: '',
}

/** A code, or nothing. */
const isAreaCode = (text: string): boolean => text.trim() === '' || readAreaCode(text) !== null

interface PartProps {
  readonly draft: Draft<SetUpDraft>
  readonly missing: (field: keyof SetUpRequest) => string | undefined
}

/** The council, its first organisation and its first administrator, against the code from the terminal. */
export function SetUpForm() {
  const { t } = useTranslation()
  const draft = useDraft(EMPTY)
  const [isChecked, setChecked] = useState(false)
  const setUp = useSignIn(async (api, request: SetUpRequest) => {
    const session = await api.setUp(request)
    // Before the session is known here, which leads to the new council.
    forgetFilledIn()
    return session
  })

  const submit = () => {
    setChecked(true)
    const { areaCode, ...required } = draft.value
    const isWhole = Object.values(required).every((text) => text.trim() !== '') && isAreaCode(areaCode)
    const request = { ...required, areaCode: readAreaCode(areaCode) }
    if (isWhole && required.password.length >= SHORTEST_PASSWORD) setUp.mutate(request)
  }
  const missing = (field: keyof SetUpRequest) =>
    isChecked && draft.value[field].trim() === '' ? t('form.missing') : undefined
  return (
    <Form onSubmit={submit} label={t('setUp.title')} failure={setUp.error}>
      <TextField
        label={t('setUp.code')}
        hint={t('setUp.codeHint')}
        isRequired
        isAscii
        width="short"
        {...fieldOf(draft, 'code')}
        problem={missing('code')}
      />
      <CouncilPart {...{ draft, missing, isChecked }} />
      <AccountPart {...{ draft, missing, isChecked }} />
      <div>
        <Button type="submit" isBusy={setUp.isPending}>
          {t('setUp.submit')}
        </Button>
      </div>
    </Form>
  )
}

function CouncilPart({ draft, missing, isChecked }: CheckedProps) {
  const { t } = useTranslation()
  const areaProblem = isChecked && !isAreaCode(draft.value.areaCode) ? t('organisation.areaCodeWrong') : undefined
  return (
    <>
      <TextField
        label={t('setUp.councilName')}
        longest={LONGEST.bodyName}
        hint={t('setUp.councilNameHint')}
        isRequired
        {...fieldOf(draft, 'councilName')}
        problem={missing('councilName')}
      />
      <TextField
        label={t('setUp.organisationName')}
        longest={LONGEST.bodyName}
        hint={t('setUp.organisationNameHint')}
        isRequired
        {...fieldOf(draft, 'organisationName')}
        problem={missing('organisationName')}
      />
      <TextField
        label={t('setUp.organisationKana')}
        longest={LONGEST.bodyName}
        isRequired
        {...fieldOf(draft, 'organisationKana')}
        problem={missing('organisationKana')}
      />
      <TextField
        label={t('organisation.areaCode')}
        hint={t('organisation.areaCodeHint')}
        isAscii
        inputMode="numeric"
        width="short"
        {...fieldOf(draft, 'areaCode')}
        problem={areaProblem}
      />
      <TextField
        label={t('setUp.name')}
        longest={LONGEST.personName}
        isRequired
        autoComplete="name"
        {...fieldOf(draft, 'name')}
        problem={missing('name')}
      />
      <TextField
        label={t('setUp.kana')}
        longest={LONGEST.personName}
        hint={t('setUp.kanaHint')}
        isRequired
        {...fieldOf(draft, 'kana')}
        problem={missing('kana')}
      />
    </>
  )
}

interface CheckedProps extends PartProps {
  readonly isChecked: boolean
}

function AccountPart({ draft, missing, isChecked }: CheckedProps) {
  const { t } = useTranslation()
  const isShort = isChecked && draft.value.password.length < SHORTEST_PASSWORD
  return (
    <>
      <TextField
        label={t('signIn.loginName')}
        longest={LONGEST.loginName}
        hint={t('setUp.loginNameHint')}
        isRequired
        isAscii
        autoComplete="username"
        {...fieldOf(draft, 'loginName')}
        problem={missing('loginName')}
      />
      <PasswordField
        label={t('signIn.password')}
        hint={t('setUp.passwordHint')}
        isRequired
        autoComplete="new-password"
        {...fieldOf(draft, 'password')}
        problem={isShort ? t('setUp.passwordShort') : undefined}
      />
    </>
  )
}
