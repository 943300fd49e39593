import { RequestFailure } from './requestFailure.ts'
import { useFailureWords } from './useFailureWords.ts'

/** The reasons of the server's that belong to one field. */
const FIELDS: ReadonlyMap<unknown, string> = new Map([
  ['setUpCode', 'code'],
  ['loginNameTaken', 'loginName'],
  ['tooCommon', 'password'],
])

/** What is wrong with a field as the server sees it, for as long as there stands what was sent. */
export type RefusedField = (field: 'code' | 'loginName' | 'password', typed: string) => string | undefined

/** Tells for each field whether the server refused what was sent in it. */
export function useRefusedField(
  failure: unknown,
  sent: { readonly [field in Parameters<RefusedField>[0]]?: string } | null | undefined,
): RefusedField {
  const wordsOf = useFailureWords()
  return (field, typed) => {
    const isIts = failure instanceof RequestFailure && FIELDS.get(failure.detail.because) === field
    return isIts && sent?.[field]?.trim() === typed.trim() ? wordsOf(failure) : undefined
  }
}
