import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { type Offer, useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { FailureNotice } from '#client/ui/FailureNotice.tsx'
import { useStatus } from '#client/ui/StatusRegion.tsx'
import { useUiWords } from '#client/ui/UiWords.tsx'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import type { CallOffReason } from '#shared/domain/conferenceKind.ts'
import { CallAnew } from './CallAnew.tsx'
import { CallOffReasonField } from './CallOffReasonField.tsx'
import { UnfilledAtEnd } from './UnfilledAtEnd.tsx'
import { useCallOff, useEndConference, useOpenConference, usePutBack } from './useConferences.ts'

interface Props {
  readonly conference: ConferenceDetail
}

/** The next step of the conference itself: open it or call it off, end it, or plan it again. The focus stays here when one step takes the other's place. */
export function ConferenceSteps({ conference }: Props) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const status = useStatus()
  const open = useOpenConference(conference.id)
  const onDoing = useFocusOnceChanged(place, conference.state)

  const openIt = () => {
    const opening = open.mutateAsync(null)
    onDoing(opening)
    return opening.then(() => status.say(t('conference.opened')))
  }
  return (
    <div ref={place} tabIndex={-1} className="flex flex-wrap gap-3">
      {conference.state === 'planned' && (
        <>
          <CallOffButton conference={conference} onDoing={onDoing} />
          <OpenButton conference={conference} step={open} onOpen={openIt} />
        </>
      )}
      {conference.state === 'open' && <EndButton conference={conference} onDoing={onDoing} />}
      {conference.state === 'calledOff' && (
        <>
          <CallAnew conference={conference} />
          <PutBackButton conference={conference} onDoing={onDoing} />
        </>
      )}
    </div>
  )
}

/** Hears that a step is on its way. */
type Doing = (step: Promise<unknown>) => void

/**
 * After the member's own press, and only then, the focus comes to `place` with the change it made: a change made by
 * somebody else, also after a press that came to nothing, must not pull the caret out of the note. Where no step is left, the page
 * itself has it.
 */
function useFocusOnceChanged(place: RefObject<HTMLElement | null>, state: string): Doing {
  const isAwaited = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: runs when the state is another
  useEffect(() => {
    if (!isAwaited.current) return
    isAwaited.current = false
    const isEmpty = place.current?.childElementCount === 0
    ;(isEmpty ? document.querySelector('main') : place.current)?.focus({ preventScroll: true })
  }, [place, state])
  return (step) => {
    isAwaited.current = true
    step.catch(() => {
      isAwaited.current = false
    })
  }
}

interface OpenProps extends Props {
  readonly step: Step
  readonly onOpen: () => Promise<unknown>
}

/** Opening is not taken back: before its day it is asked for, and after it, since the minutes would name a day on which nobody met. */
function OpenButton({ conference, step, onOpen }: OpenProps) {
  const { t } = useTranslation()
  const { clock } = usePorts()
  const dates = useDates()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const offer = useOffer()(conference.can.open)
  const [day, today] = [dayInJapan(instant(conference.startsAt)), dayInJapan(clock.now())]
  if (!offer.isOffered) return null
  if (offer.unavailableBecause === undefined && day !== today)
    return (
      <AskedButton
        isMain
        offer={offer}
        step={step}
        words={{
          title: t('conference.open'),
          effect: t(day > today ? 'conference.openEarly' : 'conference.openLate', { day: dates.day(day) }),
          now: t('conference.openNow'),
          not: t('conference.callOffNot'),
        }}
        onSure={onOpen}
      />
    )
  const openNow = () => void onOpen().catch((failure: unknown) => status.say(wordsOf(failure)))
  return (
    <Button isBusy={step.isPending} unavailableBecause={offer.unavailableBecause} onPress={openNow}>
      {t('conference.open')}
    </Button>
  )
}

interface StepProps extends Props {
  readonly onDoing: Doing
}

function EndButton({ conference, onDoing }: StepProps) {
  const { t } = useTranslation()
  const status = useStatus()
  const offer = useOffer()
  const end = useEndConference(conference.id)
  const endIt = () => {
    const ending = end.mutateAsync(null)
    onDoing(ending)
    return ending.then(() => status.say(t('conference.ended')))
  }
  return (
    <AskedButton
      offer={offer(conference.can.end)}
      step={end}
      words={{
        title: t('conference.end'),
        effect: t('conference.endEffect'),
        now: t('conference.endNow'),
        not: t('form.cancel'),
      }}
      more={<UnfilledAtEnd conference={conference} />}
      onSure={endIt}
    />
  )
}

/** That a conference does not take place. A slip is taken back by one press. */
function CallOffButton({ conference, onDoing }: StepProps) {
  const { t } = useTranslation()
  const status = useStatus()
  const offer = useOffer()
  const callOff = useCallOff(conference.id)
  const [because, setBecause] = useState<CallOffReason | ''>('')
  const { putBack } = usePuttingBack(conference)
  const callItOff = () => {
    const callingOff = callOff.mutateAsync(because === '' ? {} : { because })
    onDoing(callingOff)
    const takeBack = () => onDoing(putBack())
    // The page is read again before this is said, and has no such button by then.
    return callingOff.then(() => status.say(t('conference.calledOff'), takeBack))
  }
  return (
    <AskedButton
      offer={offer(conference.can.callOff)}
      step={callOff}
      words={{
        title: t('conference.callOff'),
        effect: t('conference.callOffEffect'),
        now: t('conference.callOffNow'),
        not: t('conference.callOffNot'),
      }}
      more={<CallOffReasonField value={because} onChange={setBecause} />}
      onSure={callItOff}
    />
  )
}

function usePuttingBack({ id }: ConferenceDetail) {
  const { t } = useTranslation()
  const status = useStatus()
  const wordsOf = useFailureWords()
  const { mutateAsync, isPending } = usePutBack(id)
  const putBack = () => {
    const puttingBack = mutateAsync(null)
    void puttingBack
      .then(() => status.say(t('conference.putBack')))
      .catch((failure: unknown) => status.say(wordsOf(failure)))
    return puttingBack
  }
  return { putBack, isPending }
}

/** One that was called off takes place after all. */
function PutBackButton({ conference, onDoing }: StepProps) {
  const { t } = useTranslation()
  const offered = useOffer()(conference.can.putBack)
  const { putBack, isPending } = usePuttingBack(conference)
  if (!offered.isOffered) return null
  const press = () => onDoing(putBack())
  return (
    <Button kind="secondary" isBusy={isPending} unavailableBecause={offered.unavailableBecause} onPress={press}>
      {t('conference.putBackNow')}
    </Button>
  )
}

interface Step {
  readonly isPending: boolean
  readonly error: unknown
  readonly reset: () => void
}

interface AskedProps {
  /** The next step, and not one beside it. */
  readonly isMain?: boolean
  readonly offer: Offer
  readonly step: Step
  readonly words: { readonly title: string; readonly effect: string; readonly now: string; readonly not: string }
  /** What to know besides before one is sure. */
  readonly more?: ReactNode
  readonly onSure: () => Promise<unknown>
}

/** A step that is done only once its effect was read. */
function AskedButton({ isMain = false, offer, step, words, more, onSure }: AskedProps) {
  const [isAsking, setAsking] = useState(false)
  const status = useStatus()
  const kitWords = useUiWords()
  /** Whoever has left the question is told elsewhere that the step came to nothing. */
  const isLeft = useRef(false)
  useEffect(
    () => () => {
      isLeft.current = true
    },
    [],
  )
  if (!offer.isOffered) return null
  const leave = () => {
    isLeft.current = true
    setAsking(false)
  }
  const sure = () => {
    const say = status.later()
    void onSure().catch((failure: unknown) => {
      if (isLeft.current) say(kitWords.notDoneAfterLeaving(words.title, failure))
    })
  }
  const ask = () => {
    // What came to nothing before says nothing of this time; what is still under way shows.
    if (!step.isPending) step.reset()
    isLeft.current = false
    setAsking(true)
  }
  return (
    <>
      <Button kind={isMain ? 'primary' : 'secondary'} unavailableBecause={offer.unavailableBecause} onPress={ask}>
        {words.title}
      </Button>
      <Dialog title={words.title} isOpen={isAsking} onClose={leave}>
        <div className="flex flex-col gap-4 pb-6">
          <FailureNotice failure={step.error} />
          <p>{words.effect}</p>
        </div>
        {more}
        <div className="flex flex-wrap gap-3">
          <Button isBusy={step.isPending} onPress={sure}>
            {words.now}
          </Button>
          <Button kind="secondary" onPress={leave}>
            {words.not}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
