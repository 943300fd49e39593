import type { May } from '#shared/api/fields.ts'
import { useRefusalWords } from './useFailureWords.ts'

/** How an act is put before a member. */
export interface Offer {
  readonly isOffered: boolean
  readonly unavailableBecause: string | undefined
}

/** An act that the member's role never has is not offered at all; one that is barred for now is offered with the reason. */
export function useOffer(): (may: May) => Offer {
  const refusalWords = useRefusalWords()
  return (may) =>
    may.allowed
      ? { isOffered: true, unavailableBecause: undefined }
      : { isOffered: may.because !== 'wrongRole', unavailableBecause: refusalWords(may.because) }
}
