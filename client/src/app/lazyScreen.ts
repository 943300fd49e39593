import type { ComponentType } from 'react'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { addWorkWords } from '#client/platform/words.ts'

/** A screen under both names it is asked for: `Component` by the router, `default` by React. */
export interface FetchedScreen {
  readonly Component: ComponentType
  readonly default: ComponentType
}

/** Unit: milliseconds. A line that breaks without a word brings nothing and says nothing; a screen is small, and comes over the thinnest line in half of it. */
const PATIENCE_MS = 60_000

/** Throws: when it does not come in time. */
function inTime<Fetched>(coming: Promise<Fetched>): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, PATIENCE_MS)
    coming.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}

/** A screen that is fetched when it is first visited, together with the words it says. */
export const lazyScreen = (fetchScreen: () => Promise<ComponentType>) => async (): Promise<FetchedScreen> => {
  // A screen that does not come is a server that does not answer; loading the page again gets both.
  const [Component] = await inTime(Promise.all([fetchScreen(), addWorkWords()])).catch(() => {
    throw new RequestFailure('noAnswer')
  })
  return { Component, default: Component }
}
