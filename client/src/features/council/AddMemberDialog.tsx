import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { fieldOf, useDraft } from '#client/ui/useDraft.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { OptionalAccount } from './AccountFields.tsx'
import { AddDialog, type Adding } from './AddDialog.tsx'
import { CalledAlike } from './CalledAlike.tsx'
import { EMPTY_MEMBER, type MemberDraft, newMemberRequestOf, nextMemberAfter } from './memberDraft.ts'
import { PersonFields } from './PersonFields.tsx'
import { PostFields } from './PostFields.tsx'
import { useAddMember } from './useCouncil.ts'

interface Props {
  readonly organisations: readonly OrganisationView[]
  /** Those that are there, also whose membership is over. */
  readonly members?: readonly MemberView[]
  readonly onClose: () => void
}

/** One more person at the table, with an account or without. */
export function AddMemberDialog({ organisations, members = [], onClose }: Props) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  return (
    <AddDialog<MemberDraft>
      title={t('member.addTitle')}
      first={{ ...EMPTY_MEMBER, from: dates.typedDay(dayInJapan(clock.now())) }}
      nextAfter={nextMemberAfter}
      saidOf={({ name }) => t('member.added', { name: name.trim() })}
      onClose={onClose}
    >
      {(adding) => <MemberForm {...{ adding, organisations, members, onClose }} />}
    </AddDialog>
  )
}

function MemberForm({
  adding,
  organisations,
  members = [],
  onClose,
}: Props & { readonly adding: Adding<MemberDraft> }) {
  const { t } = useTranslation()
  const dates = useDates()
  const draft = useDraft(adding.begun)
  const [isChecked, setChecked] = useState(false)
  const add = useAddMember()
  const submit = () => {
    setChecked(true)
    const request = newMemberRequestOf(draft.value, { organisations, from: dates.dayIn(draft.value.from) })
    if (request !== null) adding.onSent(add.mutateAsync(request), draft.value)
  }
  return (
    <Form onSubmit={submit} label={t('member.addTitle')} failure={add.error}>
      <PersonFields draft={draft} isChecked={isChecked} />
      {!add.isPending && <CalledAlike person={draft.value} members={members} />}
      <PostFields draft={draft} isChecked={isChecked} organisations={organisations} />
      <UnderstoodField
        label={t('form.from')}
        hint={t('form.dateHint')}
        isRequired
        {...fieldOf(draft, 'from')}
        understand={dates.understand}
        problem={isChecked && draft.value.from.trim() === '' ? t('form.missing') : undefined}
      />
      <OptionalAccount draft={draft} isChecked={isChecked} />
      <FormButtons submit={t('member.submit')} isBusy={add.isPending} onClose={onClose} goOn={adding.goOn} />
    </Form>
  )
}
