import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Dates, useDates } from '#client/platform/useDates.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Form } from '#client/ui/Form.tsx'
import { forgetFilledIn } from '#client/ui/filledIn.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { Select } from '#client/ui/Select.tsx'
import { type Draft, fieldOf, useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { MemberView } from '#shared/api/council.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { MEETING_KINDS } from '#shared/domain/conferenceKind.ts'
import { ChosenOnField } from './ChosenOnField.tsx'
import {
  type ConferenceDraft,
  callRequestOf,
  chosenBasis,
  EMPTY_CONFERENCE,
  groundsFor,
  isChosenByChair,
  needsGround,
} from './conferenceDraft.ts'
import { FEW_PEOPLE, InviteePicker } from './InviteePicker.tsx'
import { Unnamed } from './Unnamed.tsx'
import { useBasisLines } from './useBasisLines.ts'
import { useCallConference } from './useConferences.ts'
import { type ConferencePart, WhatWhenWhere } from './WhatWhenWhere.tsx'

interface Props {
  readonly theCase: CaseDetail
  /** Those who may be invited: the people of the case's team. */
  readonly team: readonly MemberView[]
  /** Who calls it. */
  readonly ownId: string | undefined
  /** One that was called off, whose name, time, place, kind and invited are taken over; the ground and what was written are not. */
  readonly as?: ConferenceDetail | undefined
}

/** All of a small team; of a large one who calls and those who have a place of their own, and not everybody who works where they do. */
function invitedAtFirst({ theCase, team, ownId }: Props): readonly string[] {
  const isNamed = ({ id }: MemberView) => id === ownId || theCase.team.some(({ member }) => member?.id === id)
  return (team.length > FEW_PEOPLE ? team.filter(isNamed) : team).map(({ id }) => id)
}

/** What the form begins with. Whoever was invited to the one before is, where they may be here. */
function useBegun(props: Props): ConferenceDraft {
  const dates = useDates()
  const { as, team } = props
  if (as === undefined) return { ...EMPTY_CONFERENCE, inviteeIds: invitedAtFirst(props) }
  const at = instant(as.startsAt)
  const isInvited = ({ id }: MemberView) => as.attendance.some(({ memberId }) => memberId === id)
  return {
    ...{ title: as.title, place: as.place, meetingKind: as.meetingKind, basisId: '' },
    ...{ day: dates.typedDay(dayInJapan(at)), time: dates.typedTime(at) },
    inviteeIds: team.filter(isInvited).map(({ id }) => id),
    chosenOn: '',
  }
}

/** Whom the one before had on its list and this one cannot invite: of nobody else is anything said. */
function NotInvitedAnew({ as, team }: Pick<Props, 'as' | 'team'>) {
  const { t } = useTranslation()
  if (as === undefined) return null
  const missing = as.attendance.filter(({ memberId }) => !team.some(({ id }) => id === memberId))
  const names = missing.map(({ name }) => name).join(t('form.between'))
  return (
    <Notice tone="information" title={t('callAnew.takenOver', { title: as.title })}>
      <p>{t('callAnew.takenOverText')}</p>
      {missing.length > 0 && <p>{t('callAnew.notOnTeam', { names })}</p>}
    </Notice>
  )
}

const daysIn = ({ day, chosenOn }: ConferenceDraft, dates: Dates) => ({
  day: dates.comingDayIn(day),
  chosenOn: dates.dayIn(chosenOn),
})

/** Calls a conference on a case. The kind of meeting and the ground of disclosure are two questions. */
export function NewConferenceForm(props: Props) {
  const { theCase, team } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const dates = useDates()
  const draft = useDraft<ConferenceDraft>(useBegun(props))
  const [isChecked, setChecked] = useState(false)
  const tell = useOutcome()
  const call = useCallConference()

  const submit = () => {
    setChecked(true)
    const request = callRequestOf(draft.value, { theCase, team, ...daysIn(draft.value, dates) })
    if (request === null) return
    tell(call.mutateAsync(request), {
      ...{ title: t('newConference.title'), said: t('newConference.called') },
      onDone: ({ id }) => {
        forgetFilledIn()
        void navigate(`/conferences/${id}`)
      },
    })
  }
  return (
    <Form onSubmit={submit} label={t('newConference.title')} failure={call.error}>
      <NotInvitedAnew as={props.as} team={team} />
      <WhatWhenWhere draft={draft} isChecked={isChecked} />
      <KindAndGround draft={draft} isChecked={isChecked} theCase={theCase} />
      <Invitees draft={draft} team={team} />
      <UnnamedInvitees draft={draft} theCase={theCase} team={team} />
      {isChosenByChair(draft.value.meetingKind) && (
        <ChosenOnField {...fieldOf(draft, 'chosenOn')} isChecked={isChecked} />
      )}
      <div>
        {/* Done, it is still here until the next page is; another press would do it again. */}
        <Button type="submit" isBusy={call.isPending || call.isSuccess}>
          {t('newConference.submit')}
        </Button>
      </div>
    </Form>
  )
}

function KindAndGround({ draft, isChecked, theCase }: ConferencePart & { readonly theCase: CaseDetail }) {
  const { t } = useTranslation()
  const bases = groundsFor(draft.value.meetingKind, theCase)
  const basisId = chosenBasis(draft.value, theCase) ?? ''
  const isGroundNeeded = needsGround(draft.value.meetingKind)
  const isNoneFit = isGroundNeeded && bases.length === 0 && theCase.bases.some(({ state }) => state === 'current')
  const lines = useBasisLines(bases)
  return (
    <>
      <Select
        label={t('conference.kind')}
        isRequired
        nothing={t('form.nothingChosen')}
        {...fieldOf(draft, 'meetingKind')}
        options={MEETING_KINDS.map((kind) => ({ value: kind, label: t(`meetingKind.${kind}`) }))}
        problem={isChecked && draft.value.meetingKind === '' ? t('form.choose') : undefined}
      />
      <Select
        label={t('basis.kind')}
        hint={t(isNoneFit ? 'newConference.noBasisForKind' : 'newConference.basisHint')}
        isRequired={isGroundNeeded}
        nothing={isGroundNeeded ? t('form.nothingChosen') : t('newConference.basisNone')}
        {...fieldOf(draft, 'basisId')}
        options={bases.map(({ id }, index) => ({ value: id, label: lines[index] ?? '' }))}
        problem={isChecked && isGroundNeeded && basisId === '' ? t('form.choose') : undefined}
      />
      {/* A closed list cuts a line that is longer than it is wide; whoever hears it has heard it in full. */}
      {basisId !== '' && (
        <p aria-hidden="true" className="-mt-3 text-solid-gray-700">
          {lines[bases.findIndex(({ id }) => id === basisId)]}
        </p>
      )}
    </>
  )
}

/** Before it is called: nobody is to learn from a closed door that the basis does not name them. */
function UnnamedInvitees({ draft, theCase, team }: Pick<Props, 'theCase' | 'team'> & Pick<ConferencePart, 'draft'>) {
  const basis = theCase.bases.find(({ id }) => id === chosenBasis(draft.value, theCase))
  if (basis === undefined) return null
  return <Unnamed {...{ theCase, basis }} invited={team.filter(({ id }) => draft.value.inviteeIds.includes(id))} />
}

function Invitees({ draft, team }: { readonly draft: Draft<ConferenceDraft>; readonly team: readonly MemberView[] }) {
  const { t } = useTranslation()
  if (team.length === 0)
    return <EmptyState title={t('newConference.noTeamTitle')}>{t('newConference.noTeamText')}</EmptyState>
  const lineOf = ({ name, organisationName, hasAccount }: MemberView) => {
    const invitee = t('newConference.invitee', { name, organisation: organisationName })
    return hasAccount ? invitee : t('newConference.onPaper', { invitee })
  }
  return (
    <InviteePicker
      hint={t('newConference.inviteesHint')}
      {...fieldOf(draft, 'inviteeIds')}
      people={team.map((member) => ({ id: member.id, label: lineOf(member), kana: member.kana }))}
    />
  )
}
