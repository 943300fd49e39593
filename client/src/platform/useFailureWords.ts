import { useTranslation } from 'react-i18next'
import type { ErrorDetail } from '#shared/core/appError.ts'
import { isRefusal, type RefusalAtWork } from './catalogue.ts'
import { RequestFailure } from './requestFailure.ts'

/** A reason of the server's in the reader's language; null for one without words. */
function useReasonWords(): (because: unknown, detail?: ErrorDetail) => string | null {
  const { t, i18n } = useTranslation()
  return (because, detail = {}) => {
    if (typeof because !== 'string') return null
    if (isRefusal(because)) return t(`refusal.${because}`)
    return i18n.exists(`refusalAtWork.${because}`) ? t(`refusalAtWork.${because as RefusalAtWork}`, detail) : null
  }
}

/** Why something is not allowed or not possible, in the reader's language. A reason without words gets the general ones. */
export function useRefusalWords(): (because: string) => string {
  const { t } = useTranslation()
  const wordsOf = useReasonWords()
  return (because) => wordsOf(because) ?? t('error.code.forbidden')
}

/** What went wrong and what to do, in the reader's language. A reason the server names wins over its code. */
export function useFailureWords(): (failure: unknown) => string {
  const { t } = useTranslation()
  const wordsOf = useReasonWords()
  return (failure) => {
    if (!(failure instanceof RequestFailure)) return t('error.code.unexpected')
    return wordsOf(failure.detail.because, failure.detail) ?? t(`error.code.${failure.code}`)
  }
}
