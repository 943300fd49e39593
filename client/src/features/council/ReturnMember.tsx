import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { type Dates, useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { UnderstoodField } from '#client/ui/UnderstoodField.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { MemberView, OrganisationView, ReturnRequest } from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { hasClosedBy } from '#shared/domain/organisation.ts'
import { type PlaceDraft, PostFields } from './PostFields.tsx'
import { useOrganisations, useReturnMember, useTakeReturnBack } from './useCouncil.ts'

interface ReturnDraft extends PlaceDraft {
  readonly from: string
  readonly until: string
}

interface Props {
  /** Whose membership is over. */
  readonly member: MemberView
  readonly onClose: () => void
}

/** Makes somebody who left a member again, by a term of its own; what they have of before, and what they have not, is said first. */
export function ReturnMember({ member, onClose }: Props) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const organisations = useOrganisations()
  const today = dayInJapan(usePorts().clock.now())
  const draft = useDraft<ReturnDraft>(draftOf(member, { organisations, today, dates }))
  const [isChecked, setChecked] = useState(false)
  const giveBack = useReturnMember()
  const undo = useUndo(member)
  const title = t('member.returnTitle', { name: member.name })
  const submit = () => {
    setChecked(true)
    const term = requestOf(draft.value, { shown: member.until, organisations, dates })
    if (term === null) return
    const said = t('member.returned', { name: member.name, term: dates.term(term.from, term.until) })
    tell(giveBack.mutateAsync({ id: member.id, term }), { title, said, undo, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={title} failure={giveBack.error}>
        <WhatStays member={member} />
        <PostFields draft={draft} isChecked={isChecked} organisations={organisations} />
        <TermFields draft={draft} isChecked={isChecked} after={member.until} />
        <FormButtons submit={t('member.returnNow')} isBusy={giveBack.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

interface Around {
  readonly organisations: readonly OrganisationView[]
  readonly dates: Dates
}

/** As what they left, from today on; an organisation that has closed is theirs no more. */
function draftOf(
  member: MemberView,
  { organisations, today, dates }: Around & { readonly today: PlainDate },
): ReturnDraft {
  const { organisationId, role, volunteerKind } = member
  const isClosed = organisations.some((one) => one.id === organisationId && hasClosedBy(one, today))
  return {
    ...{ organisationId: isClosed ? '' : organisationId, role, volunteerKind: volunteerKind ?? '' },
    ...{ from: dates.typedDay(today), until: '' },
  }
}

/** The request a filled-in form stands for; null while something is missing or cannot be. */
function requestOf(
  { organisationId, role, volunteerKind, ...typed }: ReturnDraft,
  { shown, organisations, dates }: Around & { readonly shown: PlainDate | null },
): ReturnRequest | null {
  const organisation = organisations.find(({ id }) => id === organisationId)
  const [from, until] = [dates.dayIn(typed.from), dates.dayIn(typed.until)]
  if (organisation === undefined || role === '' || from === null || shown === null || from <= shown) return null
  if (role === 'volunteer' && volunteerKind === '') return null
  if ((until === null && typed.until.trim() !== '') || (until !== null && until < from)) return null
  const kind = role === 'volunteer' && volunteerKind !== '' ? volunteerKind : null
  return { organisationId: organisation.id, role, volunteerKind: kind, from, until, shown }
}

function WhatStays({ member: { earlierTerms = [], from, until, hasAccount } }: Pick<Props, 'member'>) {
  const { t } = useTranslation()
  const dates = useDates()
  const terms = [...earlierTerms, { from, until }].map((term) => dates.term(term.from, term.until))
  return (
    <ul className="list-disc ps-5">
      <li>{t('member.returnTerms', { terms: terms.join(t('form.between')) })}</li>
      <li>{t(hasAccount ? 'member.returnAccount' : 'member.returnOnPaper')}</li>
      <li>{t('member.returnNot')}</li>
    </ul>
  )
}

interface FieldProps {
  readonly draft: Draft<ReturnDraft>
  readonly isChecked: boolean
  /** The last day of the term that is over. */
  readonly after: PlainDate | null
}

function TermFields({ draft, isChecked, after }: FieldProps) {
  const { t } = useTranslation()
  const dates = useDates()
  const [from, until] = [dates.dayIn(draft.value.from), dates.dayIn(draft.value.until)]
  const missing = isChecked && draft.value.from.trim() === '' ? t('form.missing') : undefined
  const isEarly = from !== null && after !== null && from <= after
  const isTurned = from !== null && until !== null && until < from
  return (
    <>
      <UnderstoodField
        label={t('form.from')}
        hint={t('member.succeedFromHint')}
        isRequired
        {...fieldOf(draft, 'from')}
        understand={dates.understand}
        problem={isEarly ? t('member.returnTooEarly', { day: dates.plainDay(after) }) : missing}
      />
      <UnderstoodField
        label={t('form.until')}
        {...fieldOf(draft, 'until')}
        understand={dates.understand}
        problem={isTurned ? t('form.untilTooEarly') : undefined}
      />
    </>
  )
}

/** Takes a slip back by one press: their membership is over as it was. */
function useUndo({ id, name }: MemberView): (back: MemberView) => void {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const takeBack = useTakeReturnBack()
  return ({ from, until }) =>
    void takeBack
      .mutateAsync({ id, shown: { from, until } })
      .then(() => status.say(t('member.returnTakenBack', { name })))
      .catch((failure: unknown) => status.say(wordsOf(failure)))
}
