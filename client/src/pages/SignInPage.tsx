import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { SignInForm } from '#client/features/sign-in/SignInForm.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { PageTitle } from '#client/platform/PageTitle.tsx'
import { TextLink } from '#client/ui/Anchor.tsx'
import { PageHeading } from '#client/ui/PageHeading.tsx'

/** Signing in, at its own address or in the place of a page that needs it. */
export function SignInPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const session = useSession()
  if (session.signedIn !== null && pathname === '/sign-in') return <Navigate to="/" replace />
  return (
    <div className="mx-auto max-w-lg px-4 py-6">
      <PageTitle text={t('signIn.title')} />
      <PageHeading title={t('signIn.title')} lead={session.council.name} />
      <SignInForm />
      {session.mode === 'trial' && (
        <p className="pt-4">
          <TextLink href="/">{t('signIn.toDoors')}</TextLink>
        </p>
      )}
    </div>
  )
}
