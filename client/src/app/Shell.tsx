import { type RefObject, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useLocation, useNavigation } from 'react-router'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { Progress } from '#client/ui/Progress.tsx'
import { OwnStatus } from './OwnStatus.tsx'
import { ShellHeader } from './ShellHeader.tsx'
import { Waiting } from './Waiting.tsx'

/** The frame of every page: who this is for, where one can go, and the page itself. */
export function Shell() {
  const { t } = useTranslation()
  const main = useRef<HTMLElement>(null)
  return (
    <Suspense fallback={<Waiting />}>
      <a
        href="#main"
        className="link absolute top-2 left-2 z-50 -translate-y-24 bg-white px-4 py-3 focus:translate-y-0 print:hidden"
      >
        {t('shell.skip')}
      </a>
      <ShellHeader />
      <FocusOnNewPage main={main} />
      <OwnStatus />
      <OnTheWay />
      <main ref={main} id="main" tabIndex={-1} className="mx-auto w-full max-w-7xl px-4 pt-5 pb-24 md:px-8 print:p-0">
        <Suspense fallback={<Progress />}>
          <Outlet />
        </Suspense>
      </main>
    </Suspense>
  )
}

/**
 * A new page takes the focus, so that a keyboard or a screen reader begins at its top and not where the last one was. A
 * page that appears in the place of the sign-in is a new one too.
 */
function FocusOnNewPage({ main }: { readonly main: RefObject<HTMLElement | null> }) {
  const { pathname } = useLocation()
  const memberId = useSession().signedIn?.member.id ?? null
  const shown = useRef({ pathname, memberId })
  useEffect(() => {
    const before = shown.current
    // A session that ends leaves the page, and the caret in it, where they are.
    const isSamePage = before.pathname === pathname && (memberId === null || before.memberId === memberId)
    if (isSamePage) return
    shown.current = { pathname, memberId }
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname, memberId, main])
  return null
}

/** A line under the header while the next page is being fetched. */
function OnTheWay() {
  const isLoading = useNavigation().state === 'loading'
  return (
    <div aria-hidden="true" className="off-paper h-1">
      {isLoading && <div className="h-1 w-full animate-pulse bg-key-600" />}
    </div>
  )
}
