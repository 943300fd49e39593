import type { Browser } from 'playwright-core'
import { ensureBuilt } from '#scripts/readiness.mjs'
import { fixedId } from '#shared/fixtures/days.ts'
import { chromiumPath, DESK, newProfile, openBrowser } from '#tests/support/browser.ts'
import { demoVisitor } from '#tests/support/visitor.ts'
import { type BenchOptions, figure, type Scenario, table } from '../bench.ts'
import { median } from '../quantiles.ts'
import { withTargets } from './targets.ts'

/** A slow office line. Units: milliseconds to and fro; bytes a second. */
const LINE = { offline: false, latency: 100, downloadThroughput: 500_000, uploadThroughput: 125_000 }

const NOTE = `/conferences/${fixedId('conference', 1)}`

/** Who comes, where to, and what is there when the page is of use. */
const VISITS = [
  { name: 'the day’s work', letter: 'B', path: '/', shown: 'h1' },
  { name: 'the list of cases', letter: 'B', path: '/cases', shown: 'h1' },
  { name: 'a note, to write in', letter: 'B', path: NOTE, shown: '.ProseMirror p' },
  { name: 'a note, to read', letter: 'C', path: NOTE, shown: '.live-text' },
] as const

interface Visit {
  readonly ms: number
  readonly bytes: number
  readonly requests: number
}

/** Nothing of the product is in the browser yet, and the session is. */
async function visit(
  browser: Browser,
  address: string,
  { letter, path, shown }: (typeof VISITS)[number],
): Promise<Visit> {
  const context = await newProfile(browser, { size: DESK })
  try {
    await context.addCookies((await demoVisitor(address, letter)).cookies)
    const page = await context.newPage()
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    await network.send('Network.emulateNetworkConditions', LINE)
    const came = { bytes: 0, requests: 0 }
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      came.bytes += encodedDataLength
      came.requests += 1
    })
    const startedAt = performance.now()
    await page.goto(address + path, { waitUntil: 'commit' })
    await page.locator(shown).first().waitFor()
    return { ms: performance.now() - startedAt, ...came }
  } finally {
    await context.close()
  }
}

/** How long it takes until somebody who comes for the first time sees what they came for. */
export const firstVisit: Scenario = {
  id: 'firstVisit',
  title: 'The first visit, over a slow line',
  async run({ isQuick }: BenchOptions) {
    if (chromiumPath === null) return { text: 'No Chromium on this machine: not measured.', verdicts: [] }
    ensureBuilt()
    const rows = await withTargets(['tsunagi'], async ([ours]) => {
      const browser = await openBrowser()
      try {
        const measured = []
        for (const one of VISITS) {
          const visits: Visit[] = []
          for (let round = 0; round < (isQuick ? 1 : 5); round++)
            visits.push(await visit(browser, ours?.process.ready.address ?? '', one))
          const middle = (pick: (each: Visit) => number) => median(visits.map(pick))
          measured.push([
            one.name,
            figure(middle(({ ms }) => ms)),
            figure(middle(({ bytes }) => bytes / 1_000)),
            middle(({ requests }) => requests),
          ])
        }
        return measured
      } finally {
        await browser.close()
      }
    })
    const text = `100 ms to and fro, 4 Mbit/s; from the address to what one came for.\n\n${table(['page', 'shown after ms', 'kB', 'requests'], rows)}`
    return { text, verdicts: [] }
  },
}
