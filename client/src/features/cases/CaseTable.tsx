import { useTranslation } from 'react-i18next'
import { TextLink } from '#client/ui/Anchor.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { CaseSummary } from '#shared/api/cases.ts'
import { type Area, AreaName } from './AreaName.tsx'
import { CaseStateMark, MissingCount, NeedBadges } from './CaseMarks.tsx'

interface Props {
  readonly cases: readonly CaseSummary[]
  readonly areas: readonly Area[]
  readonly caption: string
}

/** Cases one line each: many fit on a screen, and each says what it still lacks. */
export function CaseTable({ cases, areas, caption }: Props) {
  const columns = useColumns(areas)
  const isAnyMissing = cases.some(({ missing }) => missing.length > 0)
  return (
    <Table
      caption={caption}
      columns={isAnyMissing ? columns : columns.filter(({ key }) => key !== 'missing')}
      rows={cases}
      keyOf={(row) => row.id}
      density="compact"
    />
  )
}

function useColumns(areas: readonly Area[]): readonly Column<CaseSummary>[] {
  const { t } = useTranslation()
  return [
    { key: 'number', header: t('case.number'), cell: (row) => row.number, noWrap: true },
    {
      key: 'callName',
      header: t('case.callName'),
      namesRow: true,
      isTyped: true,
      cell: (row) => (
        <TextLink href={`/cases/${row.id}`} className="inline-block py-1">
          {row.callName}
        </TextLink>
      ),
    },
    { key: 'needs', header: t('case.needs'), cell: (row) => <NeedBadges needs={row.needs} /> },
    {
      ...{ key: 'area', header: t('case.area'), isTyped: true },
      cell: (row) => <AreaName code={row.areaCode} areas={areas} />,
    },
    { key: 'lead', header: t('case.lead'), isTyped: true, cell: (row) => row.leadOrganisation.name },
    { key: 'state', header: t('case.state'), cell: (row) => <CaseStateMark state={row.state} /> },
    { key: 'missing', header: t('case.missing'), cell: (row) => <MissingCount count={row.missing.length} /> },
  ]
}
