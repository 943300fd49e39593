import { useTranslation } from 'react-i18next'
import { isRefusal } from './catalogue.ts'
import { RequestFailure } from './requestFailure.ts'

/** Why something is not allowed or not possible, in the reader's language. A reason without words gets the general ones. */
export function useRefusalWords(): (because: string) => string {
  const { t } = useTranslation()
  return (because) => (isRefusal(because) ? t(`refusal.${because}`) : t('error.code.forbidden'))
}

/** What went wrong and what to do, in the reader's language. A reason the server names wins over its code. */
export function useFailureWords(): (failure: unknown) => string {
  const { t } = useTranslation()
  return (failure) => {
    if (!(failure instanceof RequestFailure)) return t('error.code.unexpected')
    const { because } = failure.detail
    if (typeof because === 'string' && isRefusal(because)) return t(`refusal.${because}`)
    return t(`error.code.${failure.code}`)
  }
}
