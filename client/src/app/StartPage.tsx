import { lazy } from 'react'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { lazyScreen } from './lazyScreen.ts'

const FirstPage = lazy(lazyScreen(async () => (await import('#client/pages/FirstPage.tsx')).FirstPage))
const fetchHome = lazyScreen(async () => (await import('#client/pages/HomePage.tsx')).HomePage)
const HomePage = lazy(fetchHome)

/** The first address: two doors for a stranger, the day's work for a member. It is on its way while the server is asked who this is. */
export async function fetchStart() {
  // Should it not come, the page asks again and says so.
  fetchHome().catch(() => undefined)
  return { Component: StartPage }
}

function StartPage() {
  return useSession().signedIn === null ? <FirstPage /> : <HomePage />
}
