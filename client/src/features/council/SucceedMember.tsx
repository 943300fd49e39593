import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView } from '#shared/api/council.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { Seated } from '#shared/domain/roleHeld.ts'
import { succeededFrom } from '#shared/domain/succession.ts'
import { type AccountDraft, OptionalAccount } from './AccountFields.tsx'
import { CalledAlike } from './CalledAlike.tsx'
import { CoordinatorGap } from './CoordinatorGap.tsx'
import { hasWholeAccount } from './memberDraft.ts'
import { type PersonDraft, PersonFields } from './PersonFields.tsx'
import { useMembers, useSucceed, useTakeSuccessionBack } from './useCouncil.ts'
import { WhatGoesOver } from './WhatGoesOver.tsx'

interface SuccessorDraft extends PersonDraft, AccountDraft {
  readonly from: string
}

interface Props {
  /** Who leaves. */
  readonly member: MemberView
  readonly onClose: () => void
}

/** Whose end is set begins after it; of all others the day is today until somebody says another. */
const firstDayAfter = ({ until }: MemberView, today: PlainDate): PlainDate =>
  until === null || until < today ? today : addDays(until, 1)

/** 後任: another person in somebody's place, from a day on that may lie ahead; what goes over, and what does not, is said before. */
export function SucceedMember({ member, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const members = useMembers()
  const today = dayInJapan(usePorts().clock.now())
  const begun = { name: '', kana: '', loginName: '', password: '', from: dates.typedDay(firstDayAfter(member, today)) }
  const draft = useDraft<SuccessorDraft>(begun)
  const [isChecked, setChecked] = useState(false)
  const succeed = useSucceed()
  const undo = useUndo(member)
  const title = t('member.succeedTitle', { name: member.name })
  const from = dates.dayIn(draft.value.from)
  const submit = () => {
    setChecked(true)
    const [name, kana, loginName] = [draft.value.name.trim(), draft.value.kana.trim(), draft.value.loginName.trim()]
    if (from === null || name === '' || kana === '' || !hasWholeAccount(draft.value)) return
    const account = draft.value.password === '' ? null : { loginName, password: draft.value.password }
    const said = t('member.succeeded', { name: member.name, successor: name })
    const successor = { name, kana, from, account, shown: member.until }
    tell(succeed.mutateAsync({ id: member.id, successor }), { title, said, undo, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={succeed.error}>
        <PersonFields draft={draft} isChecked={isChecked} />
        {!succeed.isPending && <CalledAlike person={draft.value} members={members} />}
        <FirstDay draft={draft} isChecked={isChecked} />
        <OptionalAccount draft={draft} isChecked={isChecked} />
        {from !== null && <WhatGoesOver member={member} from={from} />}
        {from !== null && <CoordinatorGap change={seatedAnew(member, from, draft.value.password !== '', today)} />}
        <FormButtons submit={t('member.succeedNow')} isBusy={succeed.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

/** Takes a slip back by one press: the term and the offices stand as they were shown. */
function useUndo({ id, name, until }: MemberView): (successor: MemberView) => void {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const takeBack = useTakeSuccessionBack()
  return (successor) =>
    void takeBack
      .mutateAsync({ id, withdrawal: { successorId: successor.id, until } })
      .then(() => status.say(t('member.successionTakenBack', { name })))
      .catch((failure: unknown) => status.say(wordsOf(failure)))
}

/** Who would be seated after it. */
const seatedAnew =
  (member: MemberView, from: PlainDate, hasAccount: boolean, today: PlainDate) =>
  ({ members, ...rest }: Seated): Seated => {
    const { left, taken } = succeededFrom(member, from, today)
    const stays = members.map((one) => (one.id === member.id ? { ...one, until: left.until } : one))
    return { ...rest, members: [...stays, { ...member, from, until: taken.until, hasAccount }] }
  }

interface FieldProps {
  readonly draft: Draft<SuccessorDraft>
  readonly isChecked: boolean
}

function FirstDay({ draft, isChecked }: FieldProps) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <UnderstoodField
      label={t('member.succeedFrom')}
      hint={t('member.succeedFromHint')}
      isRequired
      {...fieldOf(draft, 'from')}
      understand={dates.understand}
      problem={isChecked && draft.value.from.trim() === '' ? t('form.missing') : undefined}
    />
  )
}
