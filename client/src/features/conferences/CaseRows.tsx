import { useTranslation } from 'react-i18next'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Progress } from '#client/ui/Progress.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import { ReadingFailed, RowConference, RowState, RowText, useDue, useOwner, useToday } from './NoteRowParts.tsx'
import { type ListedRow, sortedRows } from './noteRowLists.ts'
import { useNoteRows } from './useNoteRows.ts'

/** 「決定事項と対応事項」 of a case, from the notes of its conferences: what waits for somebody first, the rest folded away. */
export function CaseRows({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation()
  const rows = useNoteRows(caseId)
  const { notes, failure } = rows
  return (
    <Section title={t('noteRows.title')}>
      <div className="flex flex-col gap-4">
        <ReadingFailed title={t('noteRows.failed')} reading={rows} isStale={rows.notes !== null} />
        {notes === null && failure === null && <Progress label={t('noteRows.reading')} />}
        {notes !== null && <Rows notes={notes} />}
      </div>
    </Section>
  )
}

function Rows({ notes }: { readonly notes: readonly NoteRowsView[] }) {
  const { t } = useTranslation()
  const { unsettled, settled } = sortedRows(notes, useToday())
  if (unsettled.length + settled.length === 0)
    return <EmptyState title={t('noteRows.emptyTitle')}>{t('noteRows.emptyText')}</EmptyState>
  return (
    <>
      <p className="text-solid-gray-700 print:hidden">{t('noteRows.lead')}</p>
      {unsettled.length === 0 ? (
        <p>{t('noteRows.noneUnsettled')}</p>
      ) : (
        <RowTable rows={unsettled} caption={t('noteRows.unsettled')} />
      )}
      {settled.length > 0 && (
        <Disclosure title={t('noteRows.settledCount', { number: settled.length })} isPrinted>
          <RowTable rows={settled} caption={t('noteRows.settled')} />
        </Disclosure>
      )}
    </>
  )
}

function RowTable({ rows, caption }: { readonly rows: readonly ListedRow[]; readonly caption: string }) {
  return <Table caption={caption} columns={useColumns()} rows={rows} keyOf={({ key }) => key} density="compact" />
}

function useColumns(): readonly Column<ListedRow>[] {
  const { t } = useTranslation()
  const [owner, due] = [useOwner(), useDue()]
  return [
    {
      ...{ key: 'what', header: t('noteRows.what'), namesRow: true, isTyped: true },
      cell: (row) => <RowText row={row} />,
    },
    { key: 'owner', header: t('noteRows.owner'), isTyped: true, cell: owner },
    { key: 'dueOn', header: t('noteRows.dueOn'), noWrap: true, cell: due },
    { key: 'state', header: t('noteRows.state'), cell: (row) => <RowState row={row} /> },
    {
      ...{ key: 'conference', header: t('noteRows.conference'), isTyped: true },
      // 「第2回個別ケース会議」 on one line: what is beside it has several anyway.
      cell: (row) => (
        <span className="lg:block lg:min-w-40">
          <RowConference row={row} />
        </span>
      ),
    },
  ]
}
