import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNotice } from '#client/platform/FailureNotice.tsx'
import { useFailureWords, useRefusalWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { useEndConference, useOpenConference } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The next step of the conference itself: open it, or end it. */
export function ConferenceSteps({ conference }: Props) {
  if (conference.state === 'planned') return <OpenButton conference={conference} />
  if (conference.state === 'open') return <EndButton conference={conference} />
  return null
}

function OpenButton({ conference }: Props) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const refusalWords = useRefusalWords()
  const open = useOpenConference(conference.id)
  const may = conference.can.open
  return (
    <Button
      isBusy={open.isPending}
      unavailableBecause={may.allowed ? undefined : refusalWords(may.because)}
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

function EndButton({ conference }: Props) {
  const { t } = useTranslation()
  const status = useStatus()
  const refusalWords = useRefusalWords()
  const [isAsking, setAsking] = useState(false)
  const end = useEndConference(conference.id)
  const may = conference.can.end
  const ended = () => {
    setAsking(false)
    status.say(t('conference.ended'))
  }
  return (
    <>
      <Button
        kind="secondary"
        unavailableBecause={may.allowed ? undefined : refusalWords(may.because)}
        onPress={() => setAsking(true)}
      >
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
