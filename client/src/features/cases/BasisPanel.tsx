import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { useOffer } from '#client/platform/useOffer.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Form } from '#client/ui/Form.tsx'
import { FormButtons } from '#client/ui/FormButtons.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Section } from '#client/ui/Section.tsx'
import { StateMark } from '#client/ui/StateMark.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import { useOutcome } from '#client/ui/useOutcome.ts'
import { Whole } from '#client/ui/Whole.tsx'
import type { BasisView, CaseDetail } from '#shared/api/cases.ts'
import type { OrganisationView } from '#shared/api/council.ts'
import { AddBasisDialog } from './AddBasisDialog.tsx'
import { ConsentLine, KeepConsentPaper } from './ConsentPaper.tsx'
import { useEndBasis } from './useCases.ts'

interface Props {
  readonly theCase: CaseDetail
  readonly organisations: readonly OrganisationView[]
}

/** On what basis who may tell whom. Without one that holds, nobody outside the lead organisation sees a word. */
export function BasisPanel({ theCase, organisations }: Props) {
  const { t } = useTranslation()
  const offer = useOffer()(theCase.can.recordBasis)
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<BasisView | null>(null)
  const { takeAway } = theCase.can
  const goesOn = theCase.bases.some(mayEnd)
  const columns = useColumns(goesOn && takeAway.allowed ? setEnding : null, theCase.can.recordBasis.allowed)
  const add = (
    <Button
      kind="secondary"
      size="compact"
      unavailableBecause={offer.unavailableBecause}
      onPress={() => setAdding(true)}
    >
      {t('basis.add')}
    </Button>
  )
  return (
    <Section title={t('basis.title')} lead={t('basis.lead')} actions={offer.isOffered && add}>
      <EndsSoon theCase={theCase} />
      {theCase.bases.length === 0 ? (
        <EmptyState title={t('basis.emptyTitle')}>{t('basis.emptyText')}</EmptyState>
      ) : (
        <Table
          caption={t('basis.title')}
          columns={columns}
          rows={theCase.bases}
          keyOf={(basis) => basis.id}
          density="compact"
        />
      )}
      {goesOn && <HowToEnd theCase={theCase} />}
      {isAdding && <AddBasisDialog theCase={theCase} organisations={organisations} onClose={() => setAdding(false)} />}
      {ending !== null && <EndBasis basis={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

/** Before people are shut out, and not only afterwards. */
function EndsSoon({ theCase: { basisEnd } }: Pick<Props, 'theCase'>) {
  const { t } = useTranslation()
  const dates = useDates()
  if (basisEnd === undefined) return null
  const title = basisEnd.awaitsPaper ? 'consent.endsSoonTitle' : 'basis.endsSoonTitle'
  return (
    <div className="pb-4">
      <Notice tone="warning" title={t(title, { day: dates.day(basisEnd.on) })}>
        <p>{t(basisEnd.awaitsPaper ? 'consent.endsSoonText' : 'basis.endsSoonText')}</p>
      </Notice>
    </div>
  )
}

/** How a basis ends that goes on; for who may end none, who hears of a withdrawal. */
function HowToEnd({ theCase: { can, number } }: Pick<Props, 'theCase'>) {
  const { t } = useTranslation()
  return (
    <p className="off-paper max-w-3xl pt-2 text-solid-gray-700">
      {can.takeAway.allowed ? t('basis.endInstead') : t('basis.withdrawElsewhere', { number })}
    </p>
  )
}

/** What holds, and what is still to begin: a consent may be withdrawn before its first day. */
const mayEnd = ({ state }: BasisView): boolean => state === 'current' || state === 'ahead'

function BasisStateMark({ state }: { readonly state: BasisView['state'] }) {
  const { t } = useTranslation()
  if (state === 'current')
    return (
      <StateMark tone="good" shape="disc">
        {t('basisState.current')}
      </StateMark>
    )
  return (
    <StateMark tone={state === 'ahead' ? 'neutral' : 'stop'} shape={state === 'ahead' ? 'ring' : 'square'}>
      {t(`basisState.${state}`)}
    </StateMark>
  )
}

function useColumns(onEnd: ((basis: BasisView) => void) | null, mayKeepPaper: boolean): readonly Column<BasisView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const columns: readonly Column<BasisView>[] = [
    {
      key: 'kind',
      header: t('basis.kind'),
      namesRow: true,
      // Beside long lists it would be left a column of two letters.
      cell: (basis) => (
        <>
          <span className="inline-block min-w-24">{t(`basisKind.${basis.kind}`)}</span>
          {basis.reason !== undefined && <Reason text={basis.reason} />}
          <ConsentLine basis={basis} />
        </>
      ),
    },
    { key: 'discloser', header: t('basis.discloser'), isTyped: true, cell: (basis) => basis.discloser.name },
    {
      key: 'recipients',
      header: t('basis.recipients'),
      isTyped: true,
      cell: (basis) => basis.recipients.map(({ name }) => name).join(t('form.between')),
    },
    {
      key: 'categories',
      header: t('team.categories'),
      cell: (basis) => (
        <Whole text={basis.categories.map((category) => t(`category.${category}`)).join(t('form.between'))} />
      ),
    },
    {
      key: 'term',
      header: t('team.term'),
      cell: (basis) => <Unbroken text={dates.term(basis.from, basis.endedOn ?? basis.until)} />,
    },
    { key: 'state', header: t('case.state'), cell: (basis) => <BasisStateMark state={basis.state} /> },
  ]
  if (onEnd === null) return columns
  const end: Column<BasisView> = {
    key: 'end',
    header: t('form.action'),
    isOffPaper: true,
    cell: (basis) => (
      <span className="flex flex-col items-start">
        {mayKeepPaper && <KeepConsentPaper basis={basis} />}
        <EndButton {...{ basis, onEnd }} />
      </span>
    ),
  }
  return [...columns, end]
}

function Reason({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return <span className="block font-normal text-dns-16N-130 lg:w-56">{t('basis.reasonOf', { reason: text })}</span>
}

interface EndButtonProps {
  readonly basis: BasisView
  readonly onEnd: (basis: BasisView) => void
}

function EndButton({ basis, onEnd }: EndButtonProps) {
  const { t } = useTranslation()
  if (!mayEnd(basis)) return null
  return (
    <Button
      kind="quiet"
      size="compact"
      onPress={() => onEnd(basis)}
      heardAfter={t('form.of', { name: t(`basisKind.${basis.kind}`) })}
    >
      {t('basis.end')}
    </Button>
  )
}

function EndBasis({ basis, onClose }: { readonly basis: BasisView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const tell = useOutcome()
  const end = useEndBasis()
  const title = t('basis.endTitle', { kind: t(`basisKind.${basis.kind}`) })
  const submit = () => tell(end.mutateAsync(basis.id), { title, said: t('basis.ended'), onDone: onClose })
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form onSubmit={submit} failure={end.error}>
        <p>{t('basis.endEffect')}</p>
        <FormButtons submit={t('basis.endNow')} isBusy={end.isPending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
