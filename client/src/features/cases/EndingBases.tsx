import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { useCases } from './useCases.ts'

/** Cases of which something is soon shared no longer, the nearest first: for whoever may record on what basis it goes on. */
export function EndingBases() {
  const { t } = useTranslation()
  const dates = useDates()
  const ending = useCases()
    .flatMap(({ basisEnd, ...theCase }) => (basisEnd === undefined ? [] : [{ ...theCase, ...basisEnd }]))
    .toSorted((one, other) => one.on.localeCompare(other.on))
  if (ending.length === 0) return null
  const columns: readonly Column<(typeof ending)[number]>[] = [
    {
      ...{ key: 'lastDay', header: t('basis.lastDay'), noWrap: true },
      cell: (row) => (
        <span className="flex flex-col">
          <span>{dates.day(row.on)}</span>
          {row.awaitsPaper && <strong>{t('consent.awaited')}</strong>}
        </span>
      ),
    },
    { key: 'number', header: t('case.number'), cell: (row) => row.number, noWrap: true },
    {
      ...{ key: 'callName', header: t('case.callName'), namesRow: true, isTyped: true },
      cell: (row) => (
        <TextLink href={`/cases/${row.id}`} className="inline-block py-1">
          {row.callName}
        </TextLink>
      ),
    },
    { key: 'lead', header: t('case.lead'), isTyped: true, cell: (row) => row.leadOrganisation.name },
  ]
  const isPaperAwaited = ending.some(({ awaitsPaper }) => awaitsPaper)
  const lead = (
    <>
      {t('basis.endsSoonText')}
      {isPaperAwaited && <span className="block">{t('consent.awaitedText')}</span>}
    </>
  )
  return (
    <Section title={t('home.endingBases')} lead={lead}>
      <Table
        caption={t('home.endingBases')}
        columns={columns}
        rows={ending}
        keyOf={(row) => row.id}
        density="compact"
      />
    </Section>
  )
}
