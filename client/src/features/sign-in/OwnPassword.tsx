import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import { SESSION_KEY } from '#client/platform/queries.ts'
import { useChange } from '#client/platform/useChange.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { PasswordField } from '#client/ui/PasswordField.tsx'
import { Section } from '#client/ui/Section.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { OwnPasswordRequest } from '#shared/api/session.ts'
import { useSession } from './useSession.ts'

/** At the head of the day's work, for as long as somebody else may come in as this member. */
export function GivenPassword() {
  const { t } = useTranslation()
  if (useSession().signedIn?.password !== 'given') return null
  return (
    <Notice tone="warning" title={t('ownPassword.givenTitle')}>
      <p className="pb-4">{t('ownPassword.givenText')}</p>
      <ChangePassword />
    </Notice>
  )
}

/** At its foot, for whoever has a password of their own. */
export function OwnPassword() {
  const { t } = useTranslation()
  if (useSession().signedIn?.password !== 'own') return null
  return (
    <div className="off-paper">
      <Section title={t('ownPassword.title')} lead={t('ownPassword.lead')}>
        <ChangePassword />
      </Section>
    </div>
  )
}

function ChangePassword() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button kind="secondary" onPress={() => setOpen(true)}>
        {t('ownPassword.open')}
      </Button>
      {isOpen && <ChangeDialog onClose={() => setOpen(false)} />}
    </>
  )
}

const useOwnPassword = () =>
  useChange((http, request: OwnPasswordRequest) => http.send('POST', '/api/own-password', request), [SESSION_KEY[0]])

function ChangeDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft({ current: '', password: '', again: '' })
  const [isChecked, setChecked] = useState(false)
  const change = useOwnPassword()
  const title = t('ownPassword.open')
  const { current, password, again } = draft.value
  const isShort = password.length < SHORTEST_PASSWORD
  const submit = () => {
    setChecked(true)
    if (current === '' || isShort || again !== password) return
    tell(change.mutateAsync({ current, password }), { title, said: t('ownPassword.done'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={change.error}>
        <p>{t('ownPassword.effect')}</p>
        <PasswordField
          label={t('ownPassword.current')}
          isRequired
          autoComplete="current-password"
          {...fieldOf(draft, 'current')}
          problem={isChecked && current === '' ? t('form.missing') : undefined}
        />
        <PasswordField
          label={t('ownPassword.next')}
          hint={t('setUp.passwordHint')}
          isRequired
          autoComplete="new-password"
          {...fieldOf(draft, 'password')}
          problem={isChecked && isShort ? t('setUp.passwordShort') : undefined}
        />
        <PasswordField
          label={t('ownPassword.again')}
          isRequired
          autoComplete="new-password"
          {...fieldOf(draft, 'again')}
          problem={isChecked && again !== password ? t('ownPassword.differs') : undefined}
        />
        <FormButtons submit={title} isBusy={change.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
