import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCollabWords } from '#client/collab/words.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Badge } from '#client/ui/Badge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Counted } from '#client/ui/Counted.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { type MarkShape, type MarkTone, StateMark } from '#client/ui/StateMark.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isDueToday, needsOwnerAndDay } from '#shared/document/bodyRows.ts'
import type { ActionItemState, DecisionState } from '#shared/document/bodySchema.ts'
import { isLate, type ListedRow, rowOf } from './noteRowLists.ts'
import type { Reading } from './useNoteRows.ts'

interface Props {
  readonly row: ListedRow
}

/** Today in Japan, by which what is to be done is late. */
export function useToday(): PlainDate {
  return dayInJapan(usePorts().clock.now())
}

/** What was decided or is to be done, and which of the two. */
export function RowText({ row }: Props) {
  const { t } = useTranslation()
  const { toolbar } = useCollabWords()
  const text = rowOf(row)?.text ?? ''
  return (
    <span className="flex flex-col items-start gap-1">
      <Badge>{row.decision === null ? toolbar.actionItem : toolbar.decision}</Badge>
      <span className="whitespace-pre-line">{text === '' ? t('noteRows.unfilled') : text}</span>
    </span>
  )
}

/** Who does it, one under the other; that it is nobody yet is said where somebody should. Null where nobody has to. */
export function useOwner(): (row: ListedRow) => ReactNode {
  const { t } = useTranslation()
  return ({ actionItem }) => {
    if (actionItem === null) return null
    const { organisationName, personName } = actionItem
    if (organisationName === null && personName === null)
      return needsOwnerAndDay(actionItem) ? t('noteRows.unfilled') : null
    return (
      <span className="flex flex-col">
        <span>{organisationName}</span>
        <span>{personName}</span>
      </span>
    )
  }
}

/** By when; that no day is set, or that it is past, is said in words. */
export function useDue(): (row: ListedRow) => string | null {
  const { t } = useTranslation()
  const dates = useDates()
  return ({ actionItem }) => {
    if (actionItem === null) return null
    if (actionItem.dueOn !== null) return dates.plainDay(actionItem.dueOn)
    return needsOwnerAndDay(actionItem) ? t('noteRows.unfilled') : null
  }
}

const DECISION_LOOKS: { readonly [state in DecisionState]: readonly [MarkTone, MarkShape] } = {
  decided: ['good', 'disc'],
  policyOnly: ['good', 'half'],
  held: ['attention', 'ring'],
  continued: ['progress', 'half'],
}

const ACTION_LOOKS: { readonly [state in ActionItemState]: readonly [MarkTone, MarkShape] } = {
  open: ['progress', 'half'],
  takenBack: ['neutral', 'ring'],
  done: ['good', 'disc'],
  noLongerPossible: ['stop', 'square'],
  notDone: ['stop', 'ring'],
}

/** How it stands, in the words of the note, and that it is late. */
export function RowState({ row }: Props) {
  const { t } = useTranslation()
  const { decisionState, actionItemState } = useCollabWords()
  const today = useToday()
  const { decision, actionItem } = row
  return (
    <span className="flex flex-wrap gap-1">
      {decision !== null && <Mark looks={DECISION_LOOKS[decision.state]} words={decisionState[decision.state]} />}
      {actionItem !== null && <Mark looks={ACTION_LOOKS[actionItem.state]} words={actionItemState[actionItem.state]} />}
      {isLate(row, today) && <Mark looks={['attention', 'triangle']} words={t('noteRows.overdue')} />}
      {actionItem !== null && isDueToday(actionItem, today) && (
        <Mark looks={['attention', 'ring']} words={t('noteRows.dueToday')} />
      )}
    </span>
  )
}

function Mark({ looks, words }: { readonly looks: readonly [MarkTone, MarkShape]; readonly words: string }) {
  const [tone, shape] = looks
  return (
    <StateMark tone={tone} shape={shape}>
      {words}
    </StateMark>
  )
}

/** The conference whose note says so, with the way to the very row there, and its day. */
export function RowConference({ row }: Props) {
  const dates = useDates()
  const { id, title, startsAt } = row.conference
  const blockId = rowOf(row)?.blockId ?? ''
  return (
    <span className="flex flex-col">
      <TextLink href={`/conferences/${id}#row=${encodeURIComponent(blockId)}`} className="py-1">
        <Counted text={title} />
      </TextLink>
      <span className="text-dns-14N-130 text-solid-gray-700">
        <Unbroken text={dates.dayOf(startsAt)} />
      </span>
    </span>
  )
}

interface FailedProps {
  readonly title: string
  readonly reading: Reading
  /** What was read before is shown. */
  readonly isStale: boolean
}

/** That something could not be read, without taking anybody away from what they are writing. */
export function ReadingFailed({ title, reading, isStale }: FailedProps) {
  const { t } = useTranslation()
  const explain = useFailureWords()
  if (reading.failure === null) return null
  return (
    <Notice tone="warning" title={title}>
      <p>{explain(reading.failure)}</p>
      {isStale && <p>{t('noteRows.stale')}</p>}
      <div className="pt-2">
        <Button kind="secondary" size="compact" onPress={reading.readAgain}>
          {t('noteRows.again')}
        </Button>
      </div>
    </Notice>
  )
}
