import { useTranslation } from 'react-i18next'
import { Disclosure } from '#client/ui/Disclosure.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import type { OwnActionItemView } from '#shared/api/noteRows.ts'
import { ReadingFailed, RowConference, RowState, useDue, useOwner } from './NoteRowParts.tsx'
import type { ListedRow } from './noteRowLists.ts'
import { useOwnActionItems } from './useNoteRows.ts'

/** Unit: items that stand there at once; the others by one press. */
const LINES = 8

interface Props {
  /** Whether what is late of others is among them. */
  readonly keepsWatch: boolean
}

/** What the reader and their organisation are to do, by its day: of every case and conference of theirs. */
export function OwnActionItems({ keepsWatch }: Props) {
  const { t } = useTranslation()
  const reading = useOwnActionItems()
  const { items, failure } = reading
  const lead = keepsWatch ? t('home.actionsLeadWatch') : t('home.actionsLead')
  return (
    <Section title={t('home.actions')} lead={items === null || items.length === 0 ? undefined : lead}>
      <div className="flex flex-col gap-4">
        <ReadingFailed title={t('home.actionsFailed')} reading={reading} isStale={items !== null} />
        {/* In words, not by a turning ring: the rest of the page is there already. */}
        {items === null && failure === null && <p>{t('home.actionsReading')}</p>}
        {items !== null && <Items items={items} />}
      </div>
    </Section>
  )
}

function Items({ items }: { readonly items: readonly OwnActionItemView[] }) {
  const { t } = useTranslation()
  const more = items.length - LINES
  if (items.length === 0) return <p className="max-w-3xl text-solid-gray-700">{t('home.noActions')}</p>
  return (
    <>
      <ItemTable items={items.slice(0, LINES)} caption={t('home.actions')} />
      {more > 0 && (
        <Disclosure title={t('home.moreActions', { number: more })} isPrinted>
          <ItemTable items={items.slice(LINES)} caption={t('home.moreActions', { number: more })} />
        </Disclosure>
      )}
    </>
  )
}

function ItemTable({ items, caption }: { readonly items: readonly OwnActionItemView[]; readonly caption: string }) {
  return <Table caption={caption} columns={useColumns()} rows={items} keyOf={keyOf} density="compact" />
}

const keyOf = ({ documentId, actionItem }: OwnActionItemView): string => `${documentId} ${actionItem.blockId}`

const listed = (item: OwnActionItemView): ListedRow => ({
  key: keyOf(item),
  conference: item.conference,
  ...{ decision: null, actionItem: item.actionItem },
})

function useColumns(): readonly Column<OwnActionItemView>[] {
  const { t } = useTranslation()
  const [owner, due] = [useOwner(), useDue()]
  return [
    {
      ...{ key: 'what', header: t('noteRows.what'), namesRow: true, isTyped: true },
      cell: ({ actionItem: { text }, case: { number, callName } }) => (
        <span className="flex flex-col">
          <span className="whitespace-pre-line">{text === '' ? t('noteRows.unfilled') : text}</span>
          <span className="font-normal text-dns-14N-130 text-solid-gray-700">
            {t('case.name', { number, callName })}
          </span>
        </span>
      ),
    },
    { key: 'owner', header: t('noteRows.owner'), isTyped: true, cell: (item) => owner(listed(item)) },
    { key: 'dueOn', header: t('noteRows.dueOn'), noWrap: true, cell: (item) => due(listed(item)) },
    { key: 'state', header: t('noteRows.state'), cell: (item) => <RowState row={listed(item)} /> },
    {
      ...{ key: 'conference', header: t('noteRows.conference'), isTyped: true },
      cell: (item) => <RowConference row={listed(item)} />,
    },
  ]
}
