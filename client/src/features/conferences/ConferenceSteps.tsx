import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { type Offer, useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { useEndConference, useOpenConference } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The next step of the conference itself: open it, or end it. */
export function ConferenceSteps({ conference }: Props) {
  const offer = useOffer()
  const { open, end } = conference.can
  if (conference.state === 'planned') return <OpenButton conference={conference} offer={offer(open)} />
  if (conference.state === 'open') return <EndButton conference={conference} offer={offer(end)} />
  return null
}

interface StepProps extends Props {
  readonly offer: Offer
}

function OpenButton({ conference, offer }: StepProps) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const open = useOpenConference(conference.id)
  if (!offer.isOffered) return null
  return (
    <Button
      isBusy={open.isPending}
      unavailableBecause={offer.unavailableBecause}
      onPress={() =>
        open.mutate(null, {
          onSuccess: () => status.say(t('conference.opened')),
          onError: (failure) => status.say(wordsOf(failure)),
        })
      }
    >
      {t('conference.open')}
    </Button>
  )
}

function EndButton({ conference, offer }: StepProps) {
  const { t } = useTranslation()
  const status = useStatus()
  const [isAsking, setAsking] = useState(false)
  const end = useEndConference(conference.id)
  if (!offer.isOffered) return null
  const ended = () => {
    setAsking(false)
    status.say(t('conference.ended'))
  }
  return (
    <>
      <Button kind="secondary" unavailableBecause={offer.unavailableBecause} onPress={() => setAsking(true)}>
        {t('conference.end')}
      </Button>
      <Dialog title={t('conference.end')} isOpen={isAsking} onClose={() => setAsking(false)}>
        <FailureNotice failure={end.error} />
        <p className="pb-6">{t('conference.endEffect')}</p>
        <div className="flex flex-wrap gap-3">
          <Button isBusy={end.isPending} onPress={() => end.mutate(null, { onSuccess: ended })}>
            {t('conference.endNow')}
          </Button>
          <Button kind="secondary" onPress={() => setAsking(false)}>
            {t('form.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
