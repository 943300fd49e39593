import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { useDates } from '#client/platform/useDates.ts'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { plainDate } from '#shared/core/time.ts'

/** What an old link to an erased case shows to those who could have seen it. */
export function ErasedPage() {
  const { t } = useTranslation()
  const dates = useDates()
  const failure = useRouteError()
  const { number = '', on = '' } = failure instanceof RequestFailure ? failure.detail : {}
  const day = plainDate(String(on))
  return (
    <div className="mx-auto max-w-3xl py-6">
      <PageTitle text={t('disposal.erasedTitle')} />
      <PageHeading title={t('disposal.erasedTitle')} />
      <p className="pb-4">{t('disposal.erasedText', { number, day: day === null ? '' : dates.plainDay(day) })}</p>
      <p className="pb-6">{t('disposal.erasedAsk')}</p>
      <LinkButton href="/">{t('error.home')}</LinkButton>
    </div>
  )
}
