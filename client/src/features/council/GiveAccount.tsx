import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SHORTEST_PASSWORD } from '#client/platform/password.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { type AccountDraft, AccountFields } from './AccountFields.tsx'
import { useGiveAccount } from './useCouncil.ts'

/** A way to log in for somebody who came on paper until now. */
export function GiveAccount({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft<AccountDraft>({ loginName: '', password: '' })
  const [isChecked, setChecked] = useState(false)
  const give = useGiveAccount()
  const title = t('member.giveAccountTitle', { name: member.name })
  const said = t('member.accountGiven', { name: member.name })
  const submit = () => {
    setChecked(true)
    const account = { loginName: draft.value.loginName.trim(), password: draft.value.password }
    if (account.loginName === '' || account.password.length < SHORTEST_PASSWORD) return
    tell(give.mutateAsync({ id: member.id, account }), { title, said, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={give.error}>
        <p>{t('member.giveAccountEffect')}</p>
        <AccountFields draft={draft} isChecked={isChecked} isRequired />
        <FormButtons submit={t('form.save')} isBusy={give.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
