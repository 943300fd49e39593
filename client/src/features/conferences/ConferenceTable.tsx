import { useTranslation } from 'react-i18next'
import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { TextLink } from '#client/ui/Anchor.tsx'
import { Counted } from '#client/ui/Counted.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'
import { Unbroken } from '#client/ui/Unbroken.tsx'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { ConferenceStateMark } from './ConferenceStateMark.tsx'
import { InvitedMark } from './InvitedMark.tsx'
import { isLeftOpen, isPassedBy } from './nextFirst.ts'

interface Props {
  readonly conferences: readonly ConferenceSummary[]
  readonly caption: string
  /** Where several cases meet in one list, each line says whose it is. */
  readonly showsCase?: boolean
}

/** Conferences one line each. */
export function ConferenceTable({ conferences, caption, showsCase = false }: Props) {
  const columns = useColumns()
  return (
    <Table
      caption={caption}
      columns={showsCase ? columns : columns.filter(({ key }) => key !== 'case')}
      rows={conferences}
      keyOf={(row) => row.id}
      density="compact"
    />
  )
}

function useColumns(): readonly Column<ConferenceSummary>[] {
  const { t } = useTranslation()
  const dates = useDates()
  const today = dayInJapan(usePorts().clock.now())
  return [
    {
      key: 'startsAt',
      header: t('conference.startsAt'),
      cell: (row) => <Unbroken text={dates.moment(row.startsAt)} />,
    },
    {
      key: 'title',
      header: t('conference.name'),
      namesRow: true,
      isTyped: true,
      cell: (row) => (
        <TextLink href={`/conferences/${row.id}`} className="inline-block py-1">
          <Counted text={row.title} />
        </TextLink>
      ),
    },
    {
      key: 'case',
      header: t('conference.case'),
      isTyped: true,
      cell: (row) => t('case.name', { number: row.case.number, callName: row.case.callName }),
    },
    {
      key: 'kind',
      header: t('conference.kind'),
      cell: (row) => <span className="inline-block lg:min-w-30">{t(`meetingKind.${row.meetingKind}`)}</span>,
    },
    { key: 'place', header: t('conference.place'), isTyped: true, cell: (row) => row.place },
    {
      key: 'state',
      header: t('case.state'),
      cell: (row) => (
        <span className="flex flex-col items-start gap-1">
          <ConferenceStateMark state={row.state} />
          {isPassedBy(row, today) && (
            <span className="text-dns-14N-130 text-solid-gray-700">{t('conference.dayIsPast')}</span>
          )}
          {isLeftOpen(row, today) && (
            <span className="text-dns-14N-130 text-solid-gray-700">{t('conference.leftOpen')}</span>
          )}
          <InvitedMark conference={row} />
        </span>
      ),
    },
  ]
}
