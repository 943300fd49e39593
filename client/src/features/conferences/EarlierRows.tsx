import { useTranslation } from 'react-i18next'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { ReadingFailed, RowConference, RowState, RowText, useDue, useOwner, useToday } from './NoteRowParts.tsx'
import { carriedOver, earlierThan, type ListedRow } from './noteRowLists.ts'
import { type NoteRows, useNoteRows } from './useNoteRows.ts'

interface Props {
  readonly conference: Pick<ConferenceSummary, 'id' | 'case' | 'startsAt'>
}

/** Beside the note there is room for it; above it, on a phone, the note is what one came for. */
const hasRoomBeside = (): boolean => globalThis.matchMedia?.('(min-width: 64rem)').matches ?? false

/** 「前回の決定事項の確認」: what the last conference decided, and what earlier ones left open. */
export function EarlierRows({ conference }: Props) {
  const { t } = useTranslation()
  const today = useToday()
  const rows = useNoteRows(conference.case.id, conference.id)
  const carried = rows.notes === null ? null : carriedOver(earlierThan(rows.notes, conference), today)
  const title = carried === null ? t('noteRows.earlier') : t('noteRows.earlierCount', { number: carried.length })
  return (
    <section aria-label={t('noteRows.earlier')}>
      <Disclosure title={title} isOpenAtFirst={hasRoomBeside()}>
        <Opened rows={rows} carried={carried} />
      </Disclosure>
    </section>
  )
}

function Opened({ rows, carried }: { readonly rows: NoteRows; readonly carried: readonly ListedRow[] | null }) {
  const { t } = useTranslation()
  const lead = carried?.length === 0 ? t('noteRows.earlierNone') : t('noteRows.earlierLead')
  return (
    <div className="flex flex-col gap-3">
      <ReadingFailed title={t('noteRows.failed')} reading={rows} isStale={rows.notes !== null} />
      {/* In words, not by a turning ring: the note beside it may be on its way, too. */}
      {carried === null && rows.failure === null && <p>{t('noteRows.reading')}</p>}
      {carried !== null && <p className="text-solid-gray-700">{lead}</p>}
      {carried !== null && carried.length > 0 && (
        // In a frame of its own height: what stands around it, the attendance and the line that is being written, keeps its place.
        <ul className="flex max-h-96 flex-col gap-3 overflow-y-auto">
          {carried.map((row) => (
            <Card key={row.key} row={row} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Card({ row }: { readonly row: ListedRow }) {
  const { t } = useTranslation()
  const [owner, due] = [useOwner()(row), useDue()(row)]
  const facts = [
    { term: t('noteRows.owner'), value: owner },
    { term: t('noteRows.dueOn'), value: due },
    { term: t('noteRows.conference'), value: <RowConference row={row} /> },
  ]
  return (
    <li className="flex min-w-0 flex-col gap-2 wrap-anywhere rounded-12 border border-solid-gray-420 p-3">
      <RowText row={row} />
      <RowState row={row} />
      <Facts facts={facts.filter(({ value }) => value !== null)} />
    </li>
  )
}
