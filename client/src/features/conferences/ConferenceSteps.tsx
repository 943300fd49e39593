import { type RefObject, useEffect, useRef, useState } from 'react'
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

/** The next step of the conference itself: open it, or end it. The focus stays here when one step takes the other's place. */
export function ConferenceSteps({ conference }: Props) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const status = useStatus()
  const wordsOf = useFailureWords()
  const offer = useOffer()
  const open = useOpenConference(conference.id)
  const end = useEndConference(conference.id)

  const expectFocus = useFocusOnceChanged(place, conference.state)

  const openIt = () => {
    expectFocus()
    open.mutate(null, {
      onSuccess: () => status.say(t('conference.opened')),
      onError: (failure) => status.say(wordsOf(failure)),
    })
  }
  const endIt = () => {
    expectFocus()
    end.mutate(null, { onSuccess: () => status.say(t('conference.ended')) })
  }
  return (
    <div ref={place} tabIndex={-1} className="empty:shadow-none empty:outline-none">
      {conference.state === 'planned' && (
        <OpenButton offer={offer(conference.can.open)} isBusy={open.isPending} onPress={openIt} />
      )}
      {conference.state === 'open' && (
        <EndButton offer={offer(conference.can.end)} isBusy={end.isPending} failure={end.error} onEnd={endIt} />
      )}
    </div>
  )
}

/**
 * After the member's own press, and only then, the focus comes to `place` with the change it made: a change made by
 * somebody else must not pull the caret out of the note.
 */
function useFocusOnceChanged(place: RefObject<HTMLElement | null>, state: string): () => void {
  const pressedAt = useRef<string | null>(null)
  useEffect(() => {
    if (pressedAt.current === null || pressedAt.current === state) return
    pressedAt.current = null
    place.current?.focus()
  }, [place, state])
  return () => {
    pressedAt.current = state
  }
}

interface OpenProps {
  readonly offer: Offer
  readonly isBusy: boolean
  readonly onPress: () => void
}

function OpenButton({ offer, isBusy, onPress }: OpenProps) {
  const { t } = useTranslation()
  if (!offer.isOffered) return null
  return (
    <Button isBusy={isBusy} unavailableBecause={offer.unavailableBecause} onPress={onPress}>
      {t('conference.open')}
    </Button>
  )
}

interface EndProps {
  readonly offer: Offer
  readonly isBusy: boolean
  readonly failure: unknown
  readonly onEnd: () => void
}

function EndButton({ offer, isBusy, failure, onEnd }: EndProps) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  if (!offer.isOffered) return null
  return (
    <>
      <Button kind="secondary" unavailableBecause={offer.unavailableBecause} onPress={() => setAsking(true)}>
        {t('conference.end')}
      </Button>
      <Dialog title={t('conference.end')} isOpen={isAsking} onClose={() => setAsking(false)}>
        <FailureNotice failure={failure} />
        <p className="pb-6">{t('conference.endEffect')}</p>
        <div className="flex flex-wrap gap-3">
          <Button isBusy={isBusy} onPress={onEnd}>
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
