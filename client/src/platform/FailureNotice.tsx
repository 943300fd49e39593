import { useTranslation } from 'react-i18next'
import { Notice } from '#client/ui/Notice.tsx'
import { RequestFailure } from './requestFailure.ts'
import { useFailureWords } from './useFailureWords.ts'

/** Why the last press did not do what it should, with the trace id when somebody may have to look into it. */
export function FailureNotice({ failure, title }: { readonly failure: unknown; readonly title?: string }) {
  const { t } = useTranslation()
  const wordsOf = useFailureWords()
  if (failure === null || failure === undefined) return null
  const traceId = failure instanceof RequestFailure && failure.code === 'unexpected' ? failure.traceId : null
  return (
    <Notice tone="error" title={title ?? t('error.notDone')} isNews>
      <p>{wordsOf(failure)}</p>
      {traceId !== null && (
        <p>
          {t('error.trace')}: <code className="select-all font-mono">{traceId}</code>
        </p>
      )}
    </Notice>
  )
}
