import type { Page } from 'playwright-core'
import { ensureBuilt } from '#scripts/readiness.mjs'
import { fixedId } from '#shared/fixtures/days.ts'
import { chromiumPath, DESK, openBrowser, personAt } from '#tests/support/browser.ts'
import { type BenchOptions, figure, type Scenario, table } from '../bench.ts'
import { median, spreadOf } from '../quantiles.ts'
import { timesOf } from './pageTimes.ts'
import { withTargets } from './targets.ts'

const NOTE = `/conferences/${fixedId('conference', 1)}`
const PARAGRAPH = '.ProseMirror p'
const KEYS = 60
/** Unit: milliseconds between two keys of somebody who types fast. */
const GAP_MS = 100

/** Notes when each key goes down, on the clock that all pages of a machine share. */
const noteKeys = (page: Page) =>
  page.evaluate(() => {
    globalThis.benchTimes = []
    addEventListener('keydown', () => globalThis.benchTimes.push(performance.timeOrigin + performance.now()), true)
  })

/** Notes when each further letter stands in the first paragraph and has been painted. */
const noteLetters = (page: Page, selector: string) =>
  page.evaluate((paragraphs) => {
    globalThis.benchTimes = []
    const lengthNow = () => (document.querySelector(paragraphs)?.textContent.match(/a/g) ?? []).length
    let seen = lengthNow()
    const painted = (letters: number) => {
      const at = performance.timeOrigin + performance.now()
      for (let count = 0; count < letters; count++) globalThis.benchTimes.push(at)
    }
    const editor = document.querySelector('.ProseMirror')
    if (editor === null) throw new Error('the page has no editor')
    new MutationObserver(() => {
      const letters = lengthNow() - seen
      if (letters <= 0) return
      seen += letters
      requestAnimationFrame(() => setTimeout(() => painted(letters), 0))
    }).observe(editor, { childList: true, characterData: true, subtree: true })
  }, selector)

async function typeOnce(address: string): Promise<readonly number[]> {
  const browser = await openBrowser()
  try {
    const writer = await personAt(browser, address, { letter: 'B', size: DESK })
    const reader = await personAt(browser, address, { letter: 'D', size: DESK })
    for (const { page } of [writer, reader]) await page.goto(address + NOTE)
    for (const { page } of [writer, reader]) await page.locator(PARAGRAPH).first().waitFor()
    await writer.page.locator(PARAGRAPH).first().click()
    await noteKeys(writer.page)
    await noteLetters(reader.page, PARAGRAPH)
    for (let key = 0; key < KEYS; key++) {
      await writer.page.keyboard.press('a')
      await writer.page.waitForTimeout(GAP_MS)
    }
    const [pressed, painted] = [await timesOf(writer.page), await timesOf(reader.page)]
    if (painted.length !== KEYS) throw new Error(`${painted.length} of ${KEYS} letters were painted`)
    return painted.map((at, index) => at - (pressed[index] ?? Number.NaN))
  } finally {
    await browser.close()
  }
}

/** One person's key, and the other person's screen: two pages of the product in two browser profiles. */
export const screen: Scenario = {
  id: 'screen',
  title: 'From a key to the other person’s screen',
  async run({ isQuick }: BenchOptions) {
    if (chromiumPath === null) return { text: 'No Chromium on this machine: not measured.', verdicts: [] }
    ensureBuilt()
    const rounds = await withTargets(['tsunagi'], async ([ours]) => {
      const spreads = []
      for (let round = 0; round < (isQuick ? 1 : 3); round++) {
        spreads.push(spreadOf(await typeOnce(ours?.process.ready.address ?? '')))
      }
      return spreads
    })
    const row = (['p50', 'p95', 'p99'] as const).map((share) => figure(median(rounds.map((round) => round[share]))))
    const text = `Two pages of the product in one Chromium, ${1_000 / GAP_MS} keys a second, from the key’s event to the frame after the letter stands on the other page.\n\n${table(['p50 ms', 'p95', 'p99'], [row])}`
    return { text, verdicts: [] }
  },
}
