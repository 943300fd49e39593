// biome-ignore-all lint/a11y/noRedundantRoles: reason: drawn as cards, a table loses its roles in Safari unless they are said
import { memo, type ReactNode } from 'react'
import { useDrawnSoFar } from './useDrawnSoFar.ts'

export interface Column<Row> {
  readonly key: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** The cell that names the row; a table has one. */
  readonly namesRow?: boolean
  readonly noWrap?: boolean
  /** What people write as they like: a word or an address as long as the column is wide is broken, and widens no page. */
  readonly isTyped?: boolean
  /** What can only be pressed, which a sheet of paper does not show. */
  readonly isOffPaper?: boolean
}

interface Props<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly density?: Density
  /** Of hundreds the first are drawn at once and the others by and by, and all of them before a sheet is printed. */
  readonly isLong?: boolean
}

type Density = 'normal' | 'compact'

const BESIDE = { normal: 'lg:px-3', compact: 'lg:px-2 xl:px-3' }
const ABOVE = { normal: 'lg:py-3', compact: 'lg:py-1.5' }

/** A sheet of A4 is narrower than the page that has columns on a screen, and has them all the same. */
const onPaper = ({ isOffPaper = false }: { readonly isOffPaper?: boolean }): string =>
  isOffPaper ? 'print:hidden' : 'print:table-cell print:px-1 print:py-1'

/**
 * Rows under headings. Where the page is narrow, on a tablet held upright too, each row becomes a card and every cell says its heading. The roles are
 * said in full, since a browser drops those of a table that is drawn as something else.
 */
export function Table<Row>({ caption, columns, density = 'normal', ...body }: Props<Row>) {
  return (
    <table role="table" className="block w-full border-collapse lg:table print:table">
      <caption className="sr-only">{caption}</caption>
      <thead
        role="rowgroup"
        className="sr-only lg:not-sr-only lg:table-header-group print:not-sr-only print:table-header-group"
      >
        <tr role="row" className="border-black border-b-2 bg-solid-gray-50">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={`break-keep py-2 text-left font-bold text-dns-16B-130 text-solid-gray-900 ${BESIDE[density]} ${onPaper(column)}`}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <Body columns={columns} density={density} {...body} />
    </table>
  )
}

type BodyProps<Row> = Omit<Props<Row>, 'caption' | 'density'> & { readonly density: Density }

/** What is drawn already is left alone while more is: a row is drawn anew only with another row or other columns. */
function Body<Row>({ columns, rows, keyOf, density, isLong = false }: BodyProps<Row>) {
  const drawn = useDrawnSoFar(rows.length)
  return (
    <tbody role="rowgroup" className="block lg:table-row-group print:table-row-group">
      {(isLong ? rows.slice(0, drawn) : rows).map((row) => (
        <Line key={keyOf(row)} columns={columns} density={density} row={row} />
      ))}
    </tbody>
  )
}

interface LineProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly density: Density
  readonly row: Row
}

const Line = memo(function Line<Row>({ columns, ...cell }: LineProps<Row>) {
  return (
    <tr
      role="row"
      className="flex flex-col border-solid-gray-420 border-b py-3 hover:bg-key-50 lg:table-row lg:py-0 print:table-row print:break-inside-avoid"
    >
      {columns.map((column) => (
        <Cell key={column.key} column={column} {...cell} />
      ))}
    </tr>
  )
}) as <Row>(props: LineProps<Row>) => ReactNode

interface CellProps<Row> {
  readonly column: Column<Row>
  readonly density: Density
  readonly row: Row
}

function Cell<Row>({ column, density, row }: CellProps<Row>) {
  const looks = `text-left align-middle font-normal lg:table-cell ${onPaper(column)} ${BESIDE[density]} ${ABOVE[density]} ${
    column.noWrap === true ? 'lg:whitespace-nowrap print:whitespace-nowrap' : ''
  } ${column.isTyped === true ? 'wrap-anywhere lg:min-w-28 print:min-w-24' : 'max-lg:not-print:wrap-anywhere'}`
  if (column.namesRow === true)
    return (
      <th role="rowheader" scope="row" className={`order-first block py-1 max-lg:font-bold ${looks}`}>
        {column.cell(row)}
      </th>
    )
  return (
    <td role="cell" className={`flex gap-3 py-0.5 max-lg:not-print:has-[[data-content]:empty]:hidden ${looks}`}>
      <span aria-hidden="true" className="w-[min(7rem,30%)] shrink-0 text-solid-gray-700 lg:hidden print:hidden">
        {column.header}
      </span>
      <span data-content="" className="min-w-0">
        {column.cell(row)}
      </span>
    </td>
  )
}
