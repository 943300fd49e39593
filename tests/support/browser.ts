import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { demoVisitor, type Visitor } from './visitor.ts'

const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const WITHOUT_WINDOWS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chrome-headless-shell']

const firstOf = (paths: readonly string[]): string | null =>
  process.env.CHROMIUM_PATH ?? paths.find((path) => existsSync(path)) ?? null

/** A Chromium of this machine: `CHROMIUM_PATH`, or one of the usual places; null without one. */
export const chromiumPath: string | null = firstOf(WHOLE)

/** The same engine without what draws windows, where it is installed: it takes about a third less of the processor. */
const lightChromiumPath: string | null = firstOf([...WITHOUT_WINDOWS, ...WHOLE])

/** True when browser tests cannot run here; then they say so. Throws under CI, where a missing browser is a failure. */
export function isWithoutBrowser(): boolean {
  if (chromiumPath !== null) return false
  if (process.env.CI === 'true') throw new Error('CI needs a Chromium: install one or set CHROMIUM_PATH')
  console.warn('No Chromium was found: the browser tests were NOT run. Install one or set CHROMIUM_PATH.')
  return true
}

function launch(
  executablePath: string | null,
  settings: readonly string[] = [],
  unset: readonly string[] = [],
): Promise<Browser> {
  if (executablePath === null) throw new Error('no Chromium on this machine')
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...settings]
  return chromium.launch({ executablePath, args, ignoreDefaultArgs: [...unset] })
}

/** As people have it: for what is timed, and for what the browser itself does with keys and with leaving a page. */
export const openBrowser = (): Promise<Browser> => launch(chromiumPath)

/** For what a page shows and does. */
export const openLightBrowser = (): Promise<Browser> => launch(lightChromiumPath)

/** The same, for whoever has set the type twice as large: what a page asks of its width is measured in that type, too. */
export const openLargeTypeBrowser = (): Promise<Browser> =>
  launch(lightChromiumPath, ['--blink-settings=defaultFontSize=32'])

/** One that keeps a page in memory for whoever goes back to it, as people's do. */
export const openKeepingBrowser = (): Promise<Browser> => launch(chromiumPath, [], ['--disable-back-forward-cache'])

export interface Size {
  readonly width: number
  readonly height: number
}

export const DESK: Size = { width: 1366, height: 768 }
export const PHONE: Size = { width: 390, height: 844 }

/** A person at a browser profile of their own, signed in to the demo. */
export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained of: errors of the page, and breaches of the content policy. */
  readonly complaints: readonly string[]
}

/** Who sits down where: the demo's letter, the size of the screen, the language that was chosen there, and the first page; none is loaded without one. */
export interface Seating {
  readonly letter: string
  readonly size: Size
  readonly language?: 'ja' | 'en'
  readonly path?: string
}

/** A browser profile in which nobody is signed in. */
export async function newProfile(browser: Browser, { size, language = 'ja' }: Pick<Seating, 'size' | 'language'>) {
  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport: size })
  await context.addInitScript((chosen) => localStorage.setItem('tsunagi.language', chosen), language)
  return context
}

/** Whose cookie is there before the first page is: the screen that one signs in at has tests of its own. */
export const personAt = async (browser: Browser, address: string, seating: Seating): Promise<Person> =>
  seated(browser, await demoVisitor(address, seating.letter), seating)

/** Somebody who has signed in, at a browser profile of their own. */
export async function seated(
  browser: Browser,
  visitor: Visitor,
  { size, language = 'ja', path }: Omit<Seating, 'letter'>,
): Promise<Person> {
  const context = await newProfile(browser, { size, language })
  await context.addCookies(visitor.cookies)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  if (path !== undefined) {
    await page.goto(visitor.origin + path)
    // On a phone it is there and folded away.
    await page.locator('header nav').waitFor({ state: 'attached' })
  }
  return { context, page, complaints }
}

/** Where pictures go: `PICTURES_DIR=docs/pictures` keeps them; without that they are looked at by nobody. */
const picturesDir = process.env.PICTURES_DIR ?? null

/** Where a sheet goes that is made in any case. */
export const picture = (name: string) => join(picturesDir ?? tmpdir(), name)

/** Keeps a picture of what is in sight, or of the whole page. Where nobody asked for pictures none is drawn: one costs as much as many a key. */
export async function takePicture(page: Page, name: string, extent: 'inSight' | 'whole' = 'inSight'): Promise<void> {
  if (picturesDir !== null) await page.screenshot({ path: picture(name), fullPage: extent === 'whole' })
}

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Every breach of WCAG 2.2 A and AA and of axe's best practice on the page as it stands: rule and place; rules can be left out. */
export async function breachesOn(page: Page, leftOut: readonly string[] = []): Promise<readonly string[]> {
  // Until it is loaded anew a page keeps what was put into it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await axeSource)
  const rules = Object.fromEntries(leftOut.map((rule) => [rule, { enabled: false }]))
  const options = { runOnly: { type: 'tag', values: AXE_TAGS }, resultTypes: ['violations'], rules }
  return page.evaluate(async (asked) => {
    // The page now holds axe's own global; its types are not the page's.
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> }
    }
    const { violations } = await axe.run(asked)
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
  }, options)
}
