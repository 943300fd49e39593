import { Suspense, useEffect, useRef } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useSession } from '#client/features/sign-in/useSession.ts'

/** Around every page, in the shell or without it. */
export function EveryPage() {
  return (
    <>
      <Outlet />
      <Suspense>
        <FocusOnNewPage />
      </Suspense>
    </>
  )
}

/**
 * A new page takes the focus, so that a keyboard or a screen reader begins at its top and not where the last one was. A
 * page that appears in the place of the sign-in is a new one too, and so are a sheet and the page it leads back to.
 */
function FocusOnNewPage() {
  const { pathname } = useLocation()
  const memberId = useSession().signedIn?.member.id ?? null
  const shown = useRef({ pathname, memberId })
  useEffect(() => {
    const before = shown.current
    // A session that ends leaves the page, and the caret in it, where they are.
    const isSamePage = before.pathname === pathname && (memberId === null || before.memberId === memberId)
    if (isSamePage) return
    shown.current = { pathname, memberId }
    document.querySelector('main')?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname, memberId])
  return null
}
