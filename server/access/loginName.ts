import { lineField } from '#shared/api/fields.ts'

/** Unit: UTF-16 code units. */
const LONGEST = 100
const line = lineField(LONGEST)

/** A login name as two are compared: whoever typed it with wide letters, or with capitals, means the same one. */
export const comparedName = (loginName: string): string => loginName.normalize('NFKC').toLowerCase().trim()

/** The name that a request asks for, as it is compared; empty without one, or with one that no account can have. */
export function askedName(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('loginName' in body)) return ''
  // Read as the route reads it: what it takes away must not make one name many here.
  const read = line.safeParse(body.loginName)
  return read.success ? comparedName(read.data) : ''
}
