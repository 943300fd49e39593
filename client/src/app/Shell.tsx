import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useNavigation } from 'react-router'
import { Progress } from '#client/ui/Progress.tsx'
import { OwnStatus } from './OwnStatus.tsx'
import { ShellHeader } from './ShellHeader.tsx'
import { Waiting } from './Waiting.tsx'

/** The frame of every page: who this is for, where one can go, and the page itself. */
export function Shell() {
  const { t } = useTranslation()
  return (
    <Suspense fallback={<Waiting />}>
      <a
        href="#main"
        className="link absolute top-2 left-2 z-50 -translate-y-24 bg-white px-4 py-3 focus:translate-y-0 print:hidden"
      >
        {t('shell.skip')}
      </a>
      <ShellHeader />
      <OwnStatus />
      <OnTheWay />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-7xl px-4 pt-5 pb-24 md:px-8 print:p-0">
        <Suspense fallback={<Progress />}>
          <Outlet />
        </Suspense>
      </main>
    </Suspense>
  )
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
