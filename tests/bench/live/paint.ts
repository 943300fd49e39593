import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build, preview } from 'vite'
import { ensureBuilt, ROOT } from '#scripts/readiness.mjs'
import { fixedId } from '#shared/fixtures/days.ts'
import { chromiumPath, DESK, newProfile, openBrowser, personAt } from '#tests/support/browser.ts'
import { type BenchOptions, figure, type Scenario, table, type Verdict } from '../bench.ts'
import { median, type Spread, spreadOf } from '../quantiles.ts'
import { type EditorProcess, startEditors } from './editorProcess.ts'
import { timesOf } from './pageTimes.ts'
import { type MeasuredServer, scratchFolder, withTargets } from './targets.ts'

const CONFERENCE = fixedId('conference', 1)
const CHARACTERS = 100_000
const OTHERS = 19
/** Unit: characters per second of each of the others. */
const OTHERS_PACE = 1
const SLOWED = 4
const KEYS = 120
/** Unit: milliseconds between two keys of somebody who types fast. */
const GAP_MS = 150
const EDITOR = '.ProseMirror'
const WHOLE_WITHIN_MS = 120_000

/** Notes the time from each key's event to after the next frame. */
const noteKeys = (page: Page) =>
  page.evaluate(() => {
    globalThis.benchTimes = []
    const note = ({ timeStamp }: KeyboardEvent) =>
      requestAnimationFrame(() => setTimeout(() => globalThis.benchTimes.push(performance.now() - timeStamp), 0))
    addEventListener('keydown', note, true)
  })

/** Types at the end of the text on a processor that is slowed down, as an old office machine is. */
async function typeOn(page: Page): Promise<Spread> {
  const slowing = await page.context().newCDPSession(page)
  await page.locator(EDITOR).locator('p').last().click()
  await slowing.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
  await noteKeys(page)
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('a')
    await page.waitForTimeout(GAP_MS)
  }
  await slowing.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const times = await timesOf(page)
  if (times.length !== KEYS) throw new Error(`${times.length} of ${KEYS} keys were painted`)
  return spreadOf(times)
}

const isWhole = (page: Page) =>
  page.waitForFunction(
    ([editor, least]) => (document.querySelector(String(editor))?.textContent.length ?? 0) >= Number(least),
    [EDITOR, CHARACTERS] as const,
    { timeout: WHOLE_WITHIN_MS },
  )

async function onTheProduct(server: MeasuredServer, others: EditorProcess): Promise<Spread> {
  const browser = await openBrowser()
  const address = server.process.ready.address ?? ''
  try {
    const { page } = await personAt(browser, address, { letter: 'B', size: DESK })
    await page.goto(`${address}/conferences/${CONFERENCE}`)
    await isWhole(page)
    const typing = others.type({ perSecond: OTHERS_PACE, seconds: (KEYS * GAP_MS * 1.5) / 1_000 })
    const spread = await typeOn(page)
    await typing
    return spread
  } finally {
    await browser.close()
  }
}

async function onTheBarePage(address: string): Promise<Spread> {
  const browser = await openBrowser()
  try {
    const page = await (await newProfile(browser, { size: DESK })).newPage()
    await page.goto(`${address}?characters=${CHARACTERS}`)
    await isWhole(page)
    return await typeOn(page)
  } finally {
    await browser.close()
  }
}

/** Serves a page that has Tiptap and the text and nothing else, built as the product is. */
async function serveBarePage(outDir: string): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const root = join(ROOT, 'tests/bench/live/barePage')
  await build({ root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const served = await preview({
    ...{ root, configFile: false, logLevel: 'error', build: { outDir } },
    preview: { port: 0, host: '127.0.0.1' },
  })
  return { address: served.resolvedUrls?.local[0] ?? '', stop: () => served.close() }
}

interface Round {
  readonly ours: Spread
  readonly bare: Spread
}

async function measure(rounds: number): Promise<readonly Round[]> {
  const [others, folder] = [await startEditors(), await scratchFolder()]
  const bare = await serveBarePage(folder)
  try {
    return await withTargets(['tsunagi'], async ([server]) => {
      if (server === undefined) throw new Error('the product did not start')
      await others.open({
        role: 'crowd',
        targets: [await server.noteOf(CONFERENCE)],
        editorCount: OTHERS,
        characters: CHARACTERS,
      })
      const measured: Round[] = []
      for (let round = 0; round < rounds; round++) {
        measured.push({ bare: await onTheBarePage(bare.address), ours: await onTheProduct(server, others) })
      }
      return measured
    })
  } finally {
    await others.end()
    await bare.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function verdictOf(ours: number, ratio: number): Verdict {
  return {
    what: 'keystroke to paint, 100,000 characters, 20 editors, 4 × slowed processor',
    must: 'p95 ≤ 50 ms, or ≤ 1.25 × a bare Tiptap page',
    isMet: ours <= 50 || ratio <= 1.25,
    moonshot: 'p95 ≤ 33 ms',
    isMoonshotMet: ours <= 33,
    measured: `p95 ${figure(ours)} ms, ${figure(ratio)} × the bare page`,
  }
}

/** A key and the same person's screen, in a long note that many edit. */
export const paint: Scenario = {
  id: 'paint',
  title: 'From a key to the own screen',
  async run({ isQuick }: BenchOptions) {
    if (chromiumPath === null) return { text: 'No Chromium on this machine: not measured.', verdicts: [] }
    ensureBuilt()
    const rounds = await measure(isQuick ? 1 : 5)
    const middle = (name: keyof Round, share: keyof Spread) => median(rounds.map((round) => round[name][share]))
    const row = (title: string, name: keyof Round) => [
      title,
      ...(['p50', 'p95', 'p99'] as const).map((share) => figure(middle(name, share))),
    ]
    const ratio = median(rounds.map(({ ours, bare }) => ours.p95 / bare.p95))
    const rows = [row('**Tsunagi**, 20 editors', 'ours'), row('Tiptap with its starter kit, alone', 'bare')]
    const text = `A note of ${CHARACTERS.toLocaleString('en-GB')} characters in a browser whose processor is slowed ${SLOWED} times; ${OTHERS} others are in it and type ${OTHERS_PACE} character a second each. From the key’s event to after the next frame.\n\n${table(['page', 'p50 ms', 'p95', 'p99'], rows)}`
    return { text, verdicts: [verdictOf(middle('ours', 'p95'), ratio)] }
  },
}
