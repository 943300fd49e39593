import { TextLink } from '#client/ui/Anchor.tsx'
import { Badge } from '#client/ui/Badge.tsx'
import { Breadcrumbs } from '#client/ui/Breadcrumbs.tsx'
import { Facts } from '#client/ui/Facts.tsx'
import { PrintSheet } from '#client/ui/PrintSheet.tsx'
import { Section } from '#client/ui/Section.tsx'
import { type Column, Table } from '#client/ui/Table.tsx'

interface Row {
  readonly number: string
  readonly name: string
  readonly kind: string
}

const ROWS: readonly Row[] = [
  { number: '1', name: 'みずうみ', kind: '住居' },
  { number: '2', name: 'やまなみ', kind: '就労' },
]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'number', header: '番号', cell: (row) => row.number, noWrap: true },
  { key: 'name', header: '名前', namesRow: true, cell: (row) => <TextLink href="/gallery">{row.name}</TextLink> },
  { key: 'kind', header: '種別', cell: (row) => <Badge>{row.kind}</Badge> },
]

/** Rows, the way back up, and paper. */
export function Tables() {
  return (
    <>
      <Section title="Breadcrumbs">
        <Breadcrumbs trail={[{ label: 'Gallery', href: '/gallery' }]} here="Breadcrumbs" />
      </Section>
      {(['normal', 'compact'] as const).map((density) => (
        <Section key={density} title={`Table ${density}`}>
          <Table caption={density} columns={COLUMNS} rows={ROWS} keyOf={(row) => row.number} density={density} />
        </Section>
      ))}
      <Section title="PrintSheet">
        <PrintSheet left="様式" handling="取扱注意" right={['令和8年12月4日']} title="題名">
          <Facts facts={[{ term: '場所', value: '会議室B' }]} />
        </PrintSheet>
      </Section>
    </>
  )
}
