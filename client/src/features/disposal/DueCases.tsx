import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useRefusalWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { DisposalsView, DueCaseView } from '#shared/api/disposal.ts'
import { ApproveDialog } from './ApproveDialog.tsx'
import { SayDialog } from './SayDialog.tsx'
import type { Saying } from './useDisposals.ts'

type Step = Saying | 'approval'
type OnStep = (due: DueCaseView, step: Step) => void

/** 廃棄予定: by number and day, with what somebody said of each, and what the reader may do next. */
export function DueCases({ disposals: { due, undated, can } }: { readonly disposals: DisposalsView }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<{ readonly due: DueCaseView; readonly step: Step } | null>(null)
  const columns = useColumns(can, (one, step) => setShown({ due: one, step }))
  const close = () => setShown(null)
  return (
    <Section title={t('disposal.due')} lead={t('disposal.dueLead')}>
      {undated.length > 0 && (
        <div className="pb-4">
          <Notice tone="information" title={t('disposal.undatedTitle')}>
            {t('disposal.undated', { numbers: undated.join(t('form.between')) })}
          </Notice>
        </div>
      )}
      {due.length === 0 ? (
        <EmptyState title={t('disposal.dueEmptyTitle')}>{t('disposal.dueEmpty')}</EmptyState>
      ) : (
        <Table caption={t('disposal.due')} columns={columns} rows={due} keyOf={({ caseId }) => caseId} />
      )}
      {shown !== null && <StepDialog {...shown} onClose={close} />}
    </Section>
  )
}

interface StepProps {
  readonly due: DueCaseView
  readonly step: Step
  readonly onClose: () => void
}

function StepDialog({ due, step, onClose }: StepProps) {
  if (step !== 'approval') return <SayDialog due={due} saying={step} onClose={onClose} />
  const { asked } = due
  return asked === null ? null : <ApproveDialog due={{ ...due, asked }} onClose={onClose} />
}

function useColumns(can: DisposalsView['can'], onStep: OnStep): readonly Column<DueCaseView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  return [
    { key: 'number', header: t('disposal.number'), namesRow: true, cell: ({ number }) => <Unbroken text={number} /> },
    { key: 'state', noWrap: true, header: t('disposal.state'), cell: ({ state }) => t(`caseState.${state}`) },
    { key: 'closedOn', noWrap: true, header: t('disposal.closedOn'), cell: ({ closedOn }) => dates.plainDay(closedOn) },
    { key: 'dueOn', noWrap: true, header: t('disposal.dueOn'), cell: ({ dueOn }) => dates.plainDay(dueOn) },
    { key: 'now', header: t('disposal.now'), isTyped: true, cell: (due) => <Standing due={due} /> },
    {
      key: 'steps',
      header: t('form.action'),
      isOffPaper: true,
      cell: (due) => <Steps due={due} can={can} onStep={onStep} />,
    },
  ]
}

/** What keeps it, or who has said what of it. */
function Standing({ due: { hindrance, hold, asked } }: { readonly due: DueCaseView }) {
  const { t } = useTranslation()
  const dates = useDates()
  const refusalWords = useRefusalWords()
  if (hold !== null)
    return <Lines lines={[t('disposal.held', { name: hold.by }), t('disposal.reasonOf', { reason: hold.reason })]} />
  if (hindrance !== null) return refusalWords(hindrance)
  if (asked === null) return t('disposal.isDue')
  const waits = t('disposal.waits', { name: asked.by, day: dates.plainDay(asked.until) })
  return <Lines lines={[waits, t('disposal.reasonOf', { reason: asked.reason })]} />
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map((line) => (
    <span key={line} className="block">
      {line}
    </span>
  ))

interface StepsProps {
  readonly due: DueCaseView
  readonly can: DisposalsView['can']
  readonly onStep: OnStep
}

function Steps({ due, can, onStep }: StepsProps) {
  const { t } = useTranslation()
  const { hindrance, hold, asked, number } = due
  const isFree = hindrance === null
  const step = (name: Step, words: string, kind: 'secondary' | 'danger' | 'quiet', because?: string) => (
    <Button
      {...{ kind, size: 'compact' as const, unavailableBecause: because }}
      onPress={() => onStep(due, name)}
      heardAfter={t('form.of', { name: number })}
    >
      {words}
    </Button>
  )
  return (
    <span className="flex flex-wrap items-start gap-2">
      {can.approve.allowed &&
        asked !== null &&
        isFree &&
        step('approval', t('disposal.approve'), 'danger', asked.isOwn ? t('refusalAtWork.disposalOwn') : undefined)}
      {can.ask.allowed &&
        isFree &&
        step('request', t(asked === null ? 'disposal.ask' : 'disposal.askAgain'), 'secondary')}
      {can.hold.allowed && hold === null && step('hold', t('disposal.hold'), 'quiet')}
      {can.hold.allowed && hold !== null && step('hold/lifting', t('disposal.lift'), 'secondary')}
    </span>
  )
}
