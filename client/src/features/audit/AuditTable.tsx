import { useTranslation } from 'react-i18next'
import { useDates } from '#client/platform/useDates.ts'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { AuditPage, AuditRecordView } from '#shared/api/audit.ts'
import { useBecauseWords, useChangeWords, useThingWords } from './useAuditWords.ts'

interface Props {
  readonly caption: string
  readonly records: readonly AuditRecordView[]
  readonly things: AuditPage['things']
}

/** The trail, one line each, in words that say it to whoever never saw the code. */
export function AuditTable({ caption, records, things }: Props) {
  return (
    <Table caption={caption} columns={useColumns(things)} rows={records} keyOf={({ id }) => id} density="compact" />
  )
}

function useColumns(things: Props['things']): readonly Column<AuditRecordView>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const name = useThingWords(things)
  const changed = useChangeWords(things)
  return [
    { key: 'at', header: t('audit.at'), cell: ({ at }) => <Unbroken text={dates.moment(at)} /> },
    {
      key: 'who',
      header: t('audit.who'),
      isTyped: true,
      cell: ({ by }) => (by === null ? t('audit.nobody') : name(by)),
    },
    { key: 'what', header: t('audit.what'), namesRow: true, cell: (record) => <What record={record} /> },
    {
      key: 'about',
      header: t('audit.about'),
      isTyped: true,
      cell: ({ by, objectIds, moreObjects }) => (
        <Lines
          lines={[
            ...new Set(
              told(objectIds, things)
                .map(name)
                .filter((line) => by === null || line !== name(by)),
            ),
            ...(moreObjects > 0 ? [t('audit.moreObjects', { count: moreObjects })] : []),
          ]}
        />
      ),
    },
    {
      key: 'changes',
      header: t('audit.changes'),
      isTyped: true,
      cell: ({ changes }) => <Lines lines={changes.flatMap(changed)} />,
    },
  ]
}

/** What of it has a name; the case of a conference that is named is named with it. */
function told(ids: readonly string[], things: Props['things']): readonly string[] {
  const numberOf = (id: string) => {
    const thing = things[id]
    return thing?.kind === 'conference' ? thing.number : null
  }
  const within = ids.map(numberOf)
  return ids.filter((id) => {
    const thing = things[id]
    return thing !== undefined && !(thing.kind === 'case' && within.includes(thing.number))
  })
}

function What({ record: { kind, isRefused, because } }: { readonly record: AuditRecordView }) {
  const { t } = useTranslation()
  const why = useBecauseWords()(because)
  const says = [...(isRefused && kind !== 'accessRefused' ? [t('audit.refused')] : []), ...(why === null ? [] : [why])]
  return (
    <>
      <span className="block font-bold">{t(`auditKind.${kind}`)}</span>
      {says.map((words) => (
        <span key={words} className="block font-normal text-dns-14N-130 text-solid-gray-700">
          {words}
        </span>
      ))}
    </>
  )
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => (
    <span key={line} className="block text-dns-14N-130">
      {line}
    </span>
  ))
}
