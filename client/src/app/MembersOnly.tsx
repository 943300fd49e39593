import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { SignInForm } from '#client/features/sign-in/SignInForm.tsx'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { SignInPage } from '#client/pages/SignInPage.tsx'
import { TitleInstead } from '#client/platform/PageTitle.tsx'
import { DialogHeadContext } from '#client/ui/dialogHead.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { OwnStatus } from './OwnStatus.tsx'
import { Waiting } from './Waiting.tsx'

/**
 * Pages for those who are signed in. A stranger signs in at the same address. When a session ends while a page is open the way back in
 * stands above it. The page stays as it is, what was typed included, but whoever comes by is shown nothing of it until then, besides
 * what says so and gives its writer what was not sent: neither in a dialog over it nor in the name of its tab.
 */
export function MembersOnly() {
  const { t } = useTranslation()
  const { signedIn } = useSession()
  const memberId = signedIn?.member.id ?? null
  const [seen, setSeen] = useState(memberId)
  if (memberId !== null && memberId !== seen) setSeen(memberId)

  if (memberId === null && seen === null) return <SignInPage />
  return (
    <>
      {memberId === null && (
        <div className="mb-8 max-w-xl">
          <SignInAgain />
        </div>
      )}
      <TitleInstead value={memberId === null ? t('signIn.title') : null}>
        <DialogHeadContext value={memberId === null ? <SignInAgain /> : null}>
          <div className={memberId === null ? 'signed-out contents' : 'contents'}>
            <Outlet key={seen} />
          </div>
        </DialogHeadContext>
      </TitleInstead>
    </>
  )
}

function SignInAgain() {
  const { t } = useTranslation()
  return (
    <Notice tone="warning" title={t('signIn.endedTitle')} isNews>
      <p className="pb-4">{t('signIn.endedText')}</p>
      <SignInForm />
    </Notice>
  )
}

/** Nothing around the page but the main region and a place to wait. */
export function BareFrame() {
  return (
    <main tabIndex={-1}>
      <Suspense fallback={<Waiting />}>
        <OwnStatus />
        <Outlet />
      </Suspense>
    </main>
  )
}
