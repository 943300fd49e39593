/** Tells every program that opens the file in which letters it is written: without it an Excel in Japanese shows none of them. */
const BYTE_ORDER_MARK = '\uFEFF'

/** What a spreadsheet takes for the beginning of something to work out; a Japanese one takes the wide signs for the same. */
const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

function cellOf(text: string): string {
  const harmless = BEGINS_FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/**
 * A table as a file that spreadsheets open: every text comes back as it was, and none is worked out as a formula, before which an
 * apostrophe is put. Source: RFC 4180.
 */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
