import { createBrowserRouter, type RouteObject } from 'react-router'
import { NotFoundPage } from '#client/pages/NotFoundPage.tsx'
import { SignInPage } from '#client/pages/SignInPage.tsx'
import { ErrorPage } from './ErrorPage.tsx'
import { EveryPage } from './EveryPage.tsx'
import { lazyScreen } from './lazyScreen.ts'
import { BareFrame, MembersOnly } from './MembersOnly.tsx'
import { Shell } from './Shell.tsx'
import { fetchStart } from './StartPage.tsx'
import { Waiting } from './Waiting.tsx'

const caseRoutes: readonly RouteObject[] = [
  { path: 'cases', lazy: lazyScreen(async () => (await import('#client/pages/CaseListPage.tsx')).CaseListPage) },
  { path: 'cases/new', lazy: lazyScreen(async () => (await import('#client/pages/NewCasePage.tsx')).NewCasePage) },
  {
    path: 'cases/:caseId/:part?',
    lazy: lazyScreen(async () => (await import('#client/pages/CasePages.tsx')).CasePages),
  },
  {
    path: 'cases/:caseId/edit',
    lazy: lazyScreen(async () => (await import('#client/pages/EditCasePage.tsx')).EditCasePage),
  },
  {
    path: 'cases/:caseId/conferences/new',
    lazy: lazyScreen(async () => (await import('#client/pages/NewConferencePage.tsx')).NewConferencePage),
  },
]

const conferenceRoutes: readonly RouteObject[] = [
  {
    path: 'conferences',
    lazy: lazyScreen(async () => (await import('#client/pages/ConferenceListPage.tsx')).ConferenceListPage),
  },
  {
    path: 'conferences/:conferenceId',
    lazy: lazyScreen(async () => (await import('#client/pages/ConferencePage.tsx')).ConferencePage),
  },
]

/** Sheets and the picture on the wall: a page of their own without the shell. */
const bareRoutes: readonly RouteObject[] = [
  {
    path: 'conferences/:conferenceId/projector',
    lazy: lazyScreen(async () => (await import('#client/pages/ProjectorPage.tsx')).ProjectorPage),
  },
  {
    path: 'conferences/:conferenceId/print',
    lazy: lazyScreen(async () => (await import('#client/pages/PrintNotePage.tsx')).PrintNotePage),
  },
  {
    path: 'conferences/:conferenceId/difference',
    lazy: lazyScreen(async () => (await import('#client/pages/DifferencePage.tsx')).DifferencePage),
  },
]

const memberRoutes: readonly RouteObject[] = [
  ...caseRoutes,
  ...conferenceRoutes,
  {
    path: 'council/:part?',
    lazy: lazyScreen(async () => (await import('#client/pages/CouncilPages.tsx')).CouncilPages),
  },
  { path: 'disposals', lazy: lazyScreen(async () => (await import('#client/pages/DisposalPage.tsx')).DisposalPage) },
  { path: 'audit', lazy: lazyScreen(async () => (await import('#client/pages/AuditPage.tsx')).AuditPage) },
]

/** Only while developing: every piece of the kit in every state. */
const galleryRoutes: readonly RouteObject[] = import.meta.env.DEV
  ? [{ path: 'gallery', lazy: lazyScreen(async () => (await import('./gallery/Gallery.tsx')).Gallery) }]
  : []

const withErrorPage = (children: readonly RouteObject[]): RouteObject[] => [
  { errorElement: <ErrorPage />, children: [...children] },
]

/** Every address of the product. A screen is fetched when it is first visited. */
export function createRoutes() {
  return createBrowserRouter([
    {
      element: <EveryPage />,
      HydrateFallback: Waiting,
      errorElement: (
        <main>
          <ErrorPage />
        </main>
      ),
      children: [
        {
          element: <Shell />,
          children: withErrorPage([
            { index: true, lazy: fetchStart },
            { path: 'sign-in', element: <SignInPage /> },
            { path: 'set-up', lazy: lazyScreen(async () => (await import('#client/pages/SetUpPage.tsx')).SetUpPage) },
            ...galleryRoutes,
            { element: <MembersOnly />, children: withErrorPage(memberRoutes) },
            { path: '*', element: <NotFoundPage /> },
          ]),
        },
        { element: <BareFrame />, children: withErrorPage([{ element: <MembersOnly />, children: [...bareRoutes] }]) },
      ],
    },
  ])
}
