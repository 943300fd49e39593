import { useTranslation } from 'react-i18next'
import { useRouteError } from 'react-router'
import { NotFoundPage } from '#client/pages/NotFoundPage.tsx'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'

const isAbsence = (failure: unknown): boolean =>
  failure instanceof RequestFailure && (failure.code === 'notFound' || failure.code === 'forbidden')

/** What a screen shows when it cannot be shown: what to do, and the number to tell whoever helps. */
export function ErrorPage() {
  const failure = useRouteError()
  return isAbsence(failure) ? <NotFoundPage /> : <FailurePage failure={failure} />
}

function FailurePage({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation()
  const known = failure instanceof RequestFailure ? failure : null
  const isOurs = known === null || known.code === 'unexpected'
  const title = isOurs ? t('error.pageTitle') : t('error.unreachableTitle')
  return (
    <div className="mx-auto max-w-3xl px-4 py-10">
      <PageTitle text={title} />
      <PageHeading title={title} />
      <p className="pb-4">{isOurs ? t('error.pageText') : t('error.unreachableText')}</p>
      {known !== null && known.traceId !== null && (
        <p className="pb-6">
          {t('error.trace')}: <code className="select-all font-mono">{known.traceId}</code>
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button onPress={() => window.location.reload()}>{t('error.again')}</Button>
        <LinkButton kind="secondary" href="/">
          {t('error.home')}
        </LinkButton>
      </div>
    </div>
  )
}
