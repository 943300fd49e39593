import type { Page } from 'playwright-core'

declare global {
  /** What a page under measurement notes down. Unit: milliseconds. */
  var benchTimes: number[]
}

export const timesOf = (page: Page): Promise<readonly number[]> => page.evaluate(() => globalThis.benchTimes)
