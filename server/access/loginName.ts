import { lineField } from '#shared/api/fields.ts'

/** Unit: UTF-16 code units. */
const LONGEST = 100
const line = lineField(LONGEST)

/** What comes along from a mail or a table without being seen: joiners, marks of direction, soft hyphens. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu

/**
 * A login name as two are compared: whoever typed it with wide letters, with capitals, or with signs that nobody sees, means the
 * same one. One of such signs alone stays as it is: nobody's tries are counted under no name.
 */
export function comparedName(loginName: string): string {
  const seen = loginName.replace(UNSEEN, '').trim()
  return (seen === '' ? loginName : seen).normalize('NFKC').toLowerCase().trim()
}

/** The name that a request asks for, as it is compared; empty without one, or with one that no account can have. */
export function askedName(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('loginName' in body)) return ''
  // Read as the route reads it: what it takes away must not make one name many here.
  const read = line.safeParse(body.loginName)
  return read.success ? comparedName(read.data) : ''
}
