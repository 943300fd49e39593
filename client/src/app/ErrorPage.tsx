import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useRouteError } from 'react-router'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { NotFoundPage } from '#client/pages/NotFoundPage.tsx'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { useFailureWords } from '#client/platform/useFailureWords.ts'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'
import { lazyScreen } from './lazyScreen.ts'

/** Nothing is typed into a page that is only read: what is invalid there is an address that was cut short or misspelt. */
const ABSENCES: readonly string[] = ['notFound', 'forbidden', 'invalidInput']

const isAbsence = (failure: unknown): boolean => failure instanceof RequestFailure && ABSENCES.includes(failure.code)

const ErasedPage = lazy(lazyScreen(async () => (await import('#client/pages/ErasedPage.tsx')).ErasedPage))

/** What a screen shows when it cannot be shown: what to do, and the number to tell whoever helps. */
export function ErrorPage() {
  const failure = useRouteError()
  if (failure instanceof RequestFailure && failure.code === 'signInRequired')
    return (
      <>
        <TriedAgain />
        <FailurePage failure={failure} />
      </>
    )
  if (failure instanceof RequestFailure && failure.detail.because === 'caseErased')
    return (
      <Suspense>
        <ErasedPage />
      </Suspense>
    )
  return isAbsence(failure) ? <NotFoundPage /> : <FailurePage failure={failure} />
}

/** Goes to the same page anew as soon as somebody has signed in, or is known to be signed in no more. */
function TriedAgain() {
  const memberId = useSession().signedIn?.member.id ?? null
  const known = useRef(memberId)
  const location = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    if (known.current === memberId) return
    known.current = memberId
    void navigate(location, { replace: true, state: location.state })
  }, [memberId, navigate, location])
  return null
}

/** A bug, a server that does not answer, or one that says why it cannot. */
function useSaid(known: RequestFailure | null): { readonly title: string; readonly text: string } {
  const { t } = useTranslation()
  const wordsOf = useFailureWords()
  if (known === null || known.code === 'unexpected') return { title: t('error.pageTitle'), text: t('error.pageText') }
  if (known.code === 'noAnswer') return { title: t('error.unreachableTitle'), text: t('error.unreachableText') }
  return { title: t('error.notNowTitle'), text: wordsOf(known) }
}

function FailurePage({ failure }: { readonly failure: unknown }) {
  const { t } = useTranslation()
  const known = failure instanceof RequestFailure ? failure : null
  const { title, text } = useSaid(known)
  return (
    <div className="mx-auto max-w-3xl px-4 py-10">
      <PageTitle text={title} />
      <PageHeading title={title} />
      <p className="pb-4">{text}</p>
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
