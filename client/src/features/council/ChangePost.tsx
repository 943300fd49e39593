import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { OfficeFields } from './OfficeFields.tsx'
import { PostFields } from './PostFields.tsx'
import { changePostRequestOf, type PostDraft, postDraftOf } from './postDraft.ts'
import { useChangePost } from './useCouncil.ts'

interface Props {
  readonly member: MemberView
  readonly organisations: readonly OrganisationView[]
  /** True for the reader's own post: nobody gives themself another role. */
  readonly isOwn: boolean
  readonly onClose: () => void
}

/** 人事異動: another organisation, role or offices, with the same account. */
export function ChangePost({ member, organisations, isOwn, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const today = dayInJapan(usePorts().clock.now())
  const draft = useDraft<PostDraft>(postDraftOf(member, dates, today))
  const [isChecked, setChecked] = useState(false)
  const change = useChangePost()
  const title = t('member.moveTitle', { name: member.name })
  const said = t('member.moved', { name: member.name })
  const submit = () => {
    setChecked(true)
    const post = changePostRequestOf(draft.value, member, { organisations, days: dates, today })
    if (post === null) return
    if (Object.keys(post).length === 0) onClose()
    else tell(change.mutateAsync({ id: member.id, post }), { title, said, onDone: onClose })
  }
  const fixed = isOwn ? t('member.ownRole', { role: t(`role.${member.role}`) }) : undefined
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={change.error}>
        <p>{t('member.moveEffect')}</p>
        <PostFields draft={draft} isChecked={isChecked} organisations={organisations} roleFixedBecause={fixed} />
        {draft.value.organisationId !== member.organisationId && (
          <SinceField draft={draft} isChecked={isChecked} today={today} />
        )}
        <OfficeFields draft={draft} isChecked={isChecked} />
        <FormButtons submit={t('form.save')} isBusy={change.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface SinceProps {
  readonly draft: Draft<PostDraft>
  readonly isChecked: boolean
  readonly today: PlainDate
}

/** From which day on somebody is shown under the new organisation. What they may see changes at once, so it cannot lie ahead. */
function SinceField({ draft, isChecked, today }: SinceProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const { since } = draft.value
  const day = dates.dayIn(since)
  const missing = isChecked && since.trim() === '' ? t('form.missing') : undefined
  return (
    <UnderstoodField
      label={t('member.since')}
      hint={t('member.sinceHint')}
      isRequired
      {...fieldOf(draft, 'since')}
      understand={dates.understand}
      problem={day !== null && day > today ? t('member.sinceAhead') : missing}
    />
  )
}
