import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { NameSince, sinceOf } from './NameSince.tsx'
import { type PersonDraft, PersonFields } from './PersonFields.tsx'
import { useRenameMember } from './useCouncil.ts'

/** A name that was mistyped, or is another now. */
export function RenameMember({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const draft = useDraft<PersonDraft>({ name: member.name, kana: member.kana })
  const [isChecked, setChecked] = useState(false)
  const dates = useDates()
  const today = dayInJapan(usePorts().clock.now())
  const [since, setSince] = useState('')
  const isRenamed = draft.value.name.trim() !== member.name
  const rename = useRenameMember()
  const title = t('member.renameTitle', { name: member.name })
  const submit = () => {
    setChecked(true)
    const [name, kana] = [draft.value.name.trim(), draft.value.kana.trim()]
    const from = isRenamed ? sinceOf(since, dates.dayIn(since), today) : {}
    if (name === '' || kana === '' || from === null) return
    const isOther = { name: isRenamed, kana: kana !== member.kana }
    const only = (of: PersonDraft) => ({
      ...(isOther.name ? { name: of.name } : {}),
      ...(isOther.kana ? { kana: of.kana } : {}),
    })
    const change = { ...only({ name, kana }), shown: only(member), ...from }
    if (!isOther.name && !isOther.kana) onClose()
    else tell(rename.mutateAsync({ id: member.id, change }), { title, said: t('form.saved'), onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={rename.error}>
        <p>{t('member.renameEffect')}</p>
        <PersonFields draft={draft} isChecked={isChecked} />
        {isRenamed && <NameSince value={since} onChange={setSince} today={today} />}
        <FormButtons submit={t('form.save')} isBusy={rename.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
