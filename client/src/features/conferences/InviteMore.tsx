import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { ConferenceDetail, InvitableView } from '#shared/api/conferences.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import { ChosenOnField } from './ChosenOnField.tsx'
import { isChosenByChair } from './conferenceDraft.ts'
import { InviteePicker } from './InviteePicker.tsx'
import { useInvite, useWithdrawInvitations } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The way to ask those to come who joined the case's team since, or were forgotten. A slip is taken back by one press. */
export function InviteMore({ conference }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const offer = useOffer()(conference.can.change)
  const takeBack = useTakeBack(conference.id)
  if (!offer.isOffered) return null
  return (
    <>
      <Button
        kind="secondary"
        size="compact"
        unavailableBecause={offer.unavailableBecause}
        onPress={() => setOpen(true)}
      >
        {t('attendance.invite')}
      </Button>
      {isOpen && <InviteDialog conference={conference} onTakeBack={takeBack} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Those who came in the place of somebody invited, and are not invited themselves. */
const successorsIn = ({ invitable }: ConferenceDetail) =>
  invitable.flatMap(({ succeedsName, ...person }) => (succeedsName === undefined ? [] : [{ ...person, succeedsName }]))

/** An invitation goes over to nobody: who may invite is told of whoever came in the place of somebody invited. */
export function SuccessorsToInvite({ conference }: Props) {
  const { t } = useTranslation()
  const waiting = isOver(conference.state) ? [] : successorsIn(conference)
  if (waiting.length === 0) return null
  const names = waiting.map(({ name, succeedsName }) => t('attendance.successor', { name, of: succeedsName }))
  return <p className="off-paper pb-2">{t('attendance.successors', { names: names.join(t('form.between')) })}</p>
}

interface DialogProps extends Props {
  readonly onTakeBack: (people: readonly InvitableView[]) => void
  readonly onClose: () => void
}

function InviteDialog({ conference, onTakeBack, onClose }: DialogProps) {
  const { t } = useTranslation()
  // Read again, the page may have nobody left to choose, and the form be gone before what it did is said.
  const tell = useOutcome()
  const title = t('attendance.invite')
  const onSent = (inviting: Promise<unknown>, people: readonly InvitableView[]) => {
    const names = people.map(({ name }) => name).join(t('form.between'))
    const undo = () => onTakeBack(people)
    tell(inviting, { title, said: t('attendance.invited', { names }), undo, onDone: onClose })
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {conference.invitable.length === 0 ? (
        <EmptyState title={t('attendance.allInvitedTitle')}>{t('attendance.allInvitedText')}</EmptyState>
      ) : (
        <InviteForm conference={conference} onSent={onSent} onClose={onClose} />
      )}
    </Dialog>
  )
}

/** Takes back an invitation; of whom something was noted since stays. */
function useTakeBack(conferenceId: string): (people: readonly InvitableView[]) => void {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const withdraw = useWithdrawInvitations(conferenceId)
  return (people) => {
    const memberIds = people.map(({ memberId }) => memberId)
    void withdraw
      .mutateAsync({ memberIds })
      .then(({ attendance }) => {
        const isStaying = attendance.some(({ memberId }) => memberIds.includes(memberId))
        status.say(isStaying ? t('form.overtaken') : t('attendance.uninvited'))
      })
      .catch((failure: unknown) => status.say(wordsOf(failure)))
  }
}

interface FormProps extends Props {
  readonly onSent: (inviting: Promise<unknown>, people: readonly InvitableView[]) => void
  readonly onClose: () => void
}

function InviteForm({ conference, onSent, onClose }: FormProps) {
  const { t } = useTranslation()
  const invite = useInvite(conference.id)
  const [chosen, choose] = useState<readonly string[]>(successorsIn(conference).map(({ memberId }) => memberId))
  const [isChecked, setChecked] = useState(false)
  const [chosenOn, setChosenOn] = useState('')
  const day = useDates().dayIn(chosenOn)
  const isForChair = isChosenByChair(conference.meetingKind)
  // Whom somebody else has invited meanwhile is neither invited here nor taken back with the others.
  const people = conference.invitable.filter(({ memberId }) => chosen.includes(memberId))
  const submit = () => {
    setChecked(true)
    if (people.length === 0 || (isForChair && day === null)) return
    const memberIds = people.map(({ memberId }) => memberId)
    onSent(invite.mutateAsync(isForChair && day !== null ? { memberIds, chosenOn: day } : { memberIds }), people)
  }
  return (
    <Form onSubmit={submit} label={t('attendance.invite')} failure={invite.error}>
      <InviteePicker
        hint={t('attendance.inviteHint')}
        isRequired
        value={people.map(({ memberId }) => memberId)}
        onChange={choose}
        people={conference.invitable.map(({ memberId, name, organisationName, succeedsName }) => ({
          id: memberId,
          label: t('newConference.invitee', {
            name: succeedsName === undefined ? name : t('attendance.successor', { name, of: succeedsName }),
            organisation: organisationName,
          }),
        }))}
        problem={isChecked && people.length === 0 ? t('form.chooseOne') : undefined}
      />
      {isForChair && <ChosenOnField name="chosenOn" value={chosenOn} onChange={setChosenOn} isChecked={isChecked} />}
      <FormButtons submit={t('attendance.inviteSubmit')} isBusy={invite.isPending} onClose={onClose} />
    </Form>
  )
}
