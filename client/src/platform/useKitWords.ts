import { useTranslation } from 'react-i18next'
import { mayBeDone, RequestFailure } from './requestFailure.ts'
import { useFailureWords } from './useFailureWords.ts'
import { useLanguage } from './useLanguage.ts'
import { useRefusedWords } from './useRefusedWords.ts'

/** What the kit says by itself, in the reader's language. Only a fault of ours has a number worth telling. */
export function useKitWords() {
  const { t } = useTranslation()
  const { language } = useLanguage()
  const wordsOf = useFailureWords()
  const refusedIn = useRefusedWords()
  return {
    language,
    required: t('ui.required'),
    close: t('ui.close'),
    cancel: t('form.cancel'),
    busy: t('ui.busy'),
    errorPrefix: t('ui.errorPrefix'),
    breadcrumbs: t('ui.breadcrumbs'),
    undo: t('ui.undo'),
    notDone: t('error.notDone'),
    showLetters: t('ui.showLetters'),
    tooLong: (longest: number) => t('ui.tooLong', { longest }),
    reference: t('error.trace'),
    explain: (failure: unknown) => ({
      // A change may have arrived although its answer did not.
      text:
        failure instanceof RequestFailure && failure.code === 'noAnswer'
          ? t('error.noAnswerToChange')
          : wordsOf(failure),
      reference: failure instanceof RequestFailure && failure.code === 'unexpected' ? failure.traceId : null,
      refused: refusedIn(failure),
    }),
    doneAfterLeaving: (title: string) => t('left.done', { title }),
    notDoneAfterLeaving: (title: string, failure: unknown) =>
      mayBeDone(failure) ? t('left.unsure', { title }) : t('left.notDone', { title, reason: wordsOf(failure) }),
  }
}
