import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { Progress } from '#client/ui/Progress.tsx'
import { OwnStatus } from './OwnStatus.tsx'
import { useOnTheWay } from './onTheWay.ts'
import { ShellHeader } from './ShellHeader.tsx'
import { Waiting } from './Waiting.tsx'

/** The frame of every page: who this is for, where one can go, and the page itself. */
export function Shell() {
  const { t } = useTranslation()
  const isOnTheWay = useOnTheWay()
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
      <OnTheWay isShown={isOnTheWay} />
      {/* What is written into a page that is being left would go with it, and nobody would be asked. */}
      <main
        id="main"
        tabIndex={-1}
        inert={isOnTheWay}
        className="mx-auto w-full max-w-7xl px-4 pt-5 pb-24 md:px-8 print:p-0"
      >
        <Suspense fallback={<Progress />}>
          <Outlet />
        </Suspense>
      </main>
    </Suspense>
  )
}

/** A line at the top while the next page is on its way, and in words once that takes its time. */
function OnTheWay({ isShown }: { readonly isShown: boolean }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="off-paper h-1">
      {isShown && (
        <div className="fixed inset-x-0 top-0 z-40">
          <div className="h-1 w-full animate-pulse bg-key-600 forced-colors:bg-[Highlight]" />
          <p className="late mx-auto w-fit rounded-b-8 border border-key-600 border-t-0 bg-white px-4 py-2">
            {t('ui.busy')}
          </p>
        </div>
      )}
    </div>
  )
}
