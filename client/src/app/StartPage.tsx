import { lazy } from 'react'
import { useSession } from '#client/features/sign-in/useSession.ts'
import { lazyScreen } from './lazyScreen.ts'

const FirstPage = lazy(lazyScreen(async () => (await import('#client/pages/FirstPage.tsx')).FirstPage))
const HomePage = lazy(lazyScreen(async () => (await import('#client/pages/HomePage.tsx')).HomePage))

/** The first address: two doors for a stranger, the day's work for a member. */
export function StartPage() {
  return useSession().signedIn === null ? <FirstPage /> : <HomePage />
}
