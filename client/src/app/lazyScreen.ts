import type { ComponentType } from 'react'
import { addWorkWords } from '#client/platform/words.ts'

/** A screen under both names it is asked for: `Component` by the router, `default` by React. */
export interface FetchedScreen {
  readonly Component: ComponentType
  readonly default: ComponentType
}

/** A screen that is fetched when it is first visited, together with the words it says. */
export const lazyScreen = (fetchScreen: () => Promise<ComponentType>) => async (): Promise<FetchedScreen> => {
  const [Component] = await Promise.all([fetchScreen(), addWorkWords()])
  return { Component, default: Component }
}
