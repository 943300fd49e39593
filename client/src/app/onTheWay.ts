import { createContext, useContext, useSyncExternalStore } from 'react'
import { type DataRouter, useLocation } from 'react-router'

/** The router itself, which is at the next page before that is shown. */
export const RouterContext = createContext<Pick<DataRouter, 'state' | 'subscribe'> | null>(null)

const nobody = () => () => undefined

/** True from the press on a link until the page behind it is shown: its screen, and then what it shows, may be long on their way. */
export function useOnTheWay(): boolean {
  const router = useContext(RouterContext)
  const { pathname } = useLocation()
  const wanted = useSyncExternalStore(router?.subscribe ?? nobody, () => {
    const { navigation, location } = router?.state ?? {}
    return (navigation?.location ?? location)?.pathname ?? pathname
  })
  return wanted !== pathname
}
