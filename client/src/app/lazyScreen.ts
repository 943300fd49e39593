import type { ComponentType } from 'react'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { addWorkWords } from '#client/platform/words.ts'

/** A screen under both names it is asked for: `Component` by the router, `default` by React. */
export interface FetchedScreen {
  readonly Component: ComponentType
  readonly default: ComponentType
}

/** A screen that is fetched when it is first visited, together with the words it says. */
export const lazyScreen = (fetchScreen: () => Promise<ComponentType>) => async (): Promise<FetchedScreen> => {
  // A screen that does not come is a server that does not answer; loading the page again gets both.
  const [Component] = await Promise.all([fetchScreen(), addWorkWords()]).catch(() => {
    throw new RequestFailure('noAnswer')
  })
  return { Component, default: Component }
}
