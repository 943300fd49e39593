import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { useDraft } from '#client/ui/useDraft.ts'
import { useOutcome } from '#client/ui/useOutcome.ts'
import type { ChangeConferenceRequest, ConferenceDetail } from '#shared/api/conferences.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { isOver } from '#shared/domain/conferenceKind.ts'
import { changeRequestOf, EMPTY_CONFERENCE } from './conferenceDraft.ts'
import { useChangeConference } from './useConferences.ts'
import { WhatWhenWhere } from './WhatWhenWhere.tsx'

interface Props {
  readonly conference: ConferenceDetail
}

/** What stood there of what is changed. */
const beforeOf = (request: ChangeConferenceRequest, { title, startsAt, place }: ConferenceDetail) =>
  Object.fromEntries(Object.entries({ title, startsAt, place }).filter(([fact]) => fact in request))

/** The way to put right how a conference is called, when it begins and where. */
export function ChangeConference({ conference }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const offer = useOffer()(conference.can.change)
  if (!offer.isOffered) return null
  return (
    <>
      <Button
        kind="secondary"
        size="compact"
        unavailableBecause={offer.unavailableBecause}
        onPress={() => setOpen(true)}
      >
        {t('conference.change')}
      </Button>
      {isOpen && <ChangeDialog conference={conference} onClose={() => setOpen(false)} />}
    </>
  )
}

function ChangeDialog({ conference, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const dates = useDates()
  const tell = useOutcome()
  const change = useChangeConference(conference.id)
  // What others change meanwhile is left alone, and so is theirs.
  const [shown] = useState(conference)
  const at = instant(shown.startsAt)
  const [begun] = useState({
    ...EMPTY_CONFERENCE,
    ...{ title: shown.title, place: shown.place },
    ...{ day: dates.typedDay(dayInJapan(at)), time: dates.typedTime(at) },
  })
  const draft = useDraft(begun)
  const [isChecked, setChecked] = useState(false)
  const submit = () => {
    setChecked(true)
    const request = changeRequestOf(draft.value, begun, dates.comingDayIn(draft.value.day))
    if (request === null) return
    tell(change.mutateAsync({ ...request, shown: beforeOf(request, shown) }), {
      title: t('conference.changeTitle'),
      said: t('form.saved'),
      onDone: onClose,
    })
  }
  return (
    <Dialog title={t('conference.changeTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} label={t('conference.changeTitle')} failure={change.error}>
        <WhatWhenWhere draft={draft} isChecked={isChecked} />
        {!isOver(conference.state) && <p>{t('conference.tellThem')}</p>}
        <p className="text-solid-gray-700">
          {t(`conference.${conference.state === 'planned' ? 'callAnew' : 'fixed'}`)}
        </p>
        <FormButtons submit={t('form.save')} isBusy={change.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
