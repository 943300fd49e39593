import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { type PersonDraft, PersonFields } from './PersonFields.tsx'
import { useRenameMember } from './useCouncil.ts'

/** A name that was mistyped, or is another now. */
export function RenameMember({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft<PersonDraft>({ name: member.name, kana: member.kana })
  const [isChecked, setChecked] = useState(false)
  const rename = useRenameMember()
  const title = t('member.renameTitle', { name: member.name })
  const submit = () => {
    setChecked(true)
    const [name, kana] = [draft.value.name.trim(), draft.value.kana.trim()]
    if (name === '' || kana === '') return
    const isOther = { name: name !== member.name, kana: kana !== member.kana }
    const only = (of: PersonDraft) => ({
      ...(isOther.name ? { name: of.name } : {}),
      ...(isOther.kana ? { kana: of.kana } : {}),
    })
    const change = { ...only({ name, kana }), shown: only(member) }
    if (!isOther.name && !isOther.kana) onClose()
    else tell(rename.mutateAsync({ id: member.id, change }), { title, said: t('form.saved'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={rename.error}>
        <p>{t('member.renameEffect')}</p>
        <PersonFields draft={draft} isChecked={isChecked} />
        <FormButtons submit={t('form.save')} isBusy={rename.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
