import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { ErasedCaseView } from '#shared/api/disposal.ts'

/** 廃棄の記録, the latest first. */
export function ErasedCases({ erased }: { readonly erased: readonly ErasedCaseView[] }) {
  const { t } = useTranslation()
  const columns = useColumns()
  return (
    <Section title={t('disposal.records')}>
      {erased.length === 0 ? (
        <EmptyState title={t('disposal.recordsEmptyTitle')}>{t('disposal.recordsEmpty')}</EmptyState>
      ) : (
        <Table caption={t('disposal.records')} columns={columns} rows={erased} keyOf={({ caseId }) => caseId} />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<ErasedCaseView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  return [
    { key: 'number', header: t('disposal.number'), namesRow: true, cell: ({ number }) => <Unbroken text={number} /> },
    {
      key: 'class',
      header: t('disposal.classTerm'),
      isTyped: true,
      cell: ({ documentClass, years }) => t('disposal.classYears', { documentClass, years }),
    },
    { key: 'closedOn', header: t('disposal.closedOn'), cell: ({ closedOn }) => dates.plainDay(closedOn) },
    {
      key: 'askedBy',
      header: t('disposal.askedBy'),
      cell: ({ askedBy, askedAt }) => t('disposal.byAt', { name: askedBy, at: dates.moment(askedAt) }),
    },
    {
      key: 'approvedBy',
      header: t('disposal.approvedBy'),
      cell: ({ approvedBy, approvedAt }) => t('disposal.byAt', { name: approvedBy, at: dates.moment(approvedAt) }),
    },
    {
      key: 'erasure',
      header: t('disposal.erasure'),
      cell: ({ clearedAt }) => (
        <span role="status">
          {clearedAt === null ? t('disposal.clearing') : t('disposal.cleared', { at: dates.moment(clearedAt) })}
        </span>
      ),
    },
    { key: 'hashes', header: t('disposal.hashes'), cell: ({ hashes }) => <Hashes hashes={hashes} /> },
  ]
}

function Hashes({ hashes }: Pick<ErasedCaseView, 'hashes'>) {
  const { t } = useTranslation()
  if (hashes.length === 0) return t('disposal.noHash')
  return (
    <Disclosure title={t('disposal.hashCount', { count: hashes.length })} isPrinted>
      <ul className="flex flex-col gap-2">
        {hashes.map(({ documentId, sha256 }) => (
          <li key={documentId}>
            <code className="select-all break-all font-mono">{sha256}</code>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
