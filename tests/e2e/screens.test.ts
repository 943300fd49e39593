import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { breachesOn, DESK, isWithoutBrowser, newProfile, PHONE, personAt } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { listenToData, strangersAmong, type ToldData, wordsOn } from '#tests/support/screenWords.ts'

const CASE = `/cases/${demoCaseId('かもめ')}`
const BARE_CASE = `/cases/${demoCaseId('こだま')}`

const STRANGERS_SCREENS = ['/', '/sign-in', '/set-up']
/** By the letter of who looks: coordinator, adviser, administrator, observer, auditor. */
const SCREENS: { readonly [letter: string]: readonly string[] } = {
  B: [
    ...['/', '/conferences', NOTE, `${NOTE}/projector`, `${NOTE}/print`, `${NOTE}/difference?from=0`, '/cases'],
    // Of two addresses of one screen in a row the second could not be told from the first.
    ...[BARE_CASE, `${BARE_CASE}/conferences/new`, '/cases/new', `${CASE}/conferences/new`],
    ...[`${CASE}/edit`, '/council', `${CASE}/trail`, '/nowhere', CASE],
  ],
  C: ['/', NOTE],
  A: ['/', '/council'],
  F: ['/'],
  G: ['/', '/audit'],
}
/** Small forms over a page: the page, and the place of the button that opens one. */
const DIALOGS: readonly (readonly [letter: string, path: string, button: RegExp])[] = [
  ['B', CASE, /^(機関を加える|Add an organisation)$/],
  ['B', CASE, /^(根拠を加える|Add a basis)$/],
  ['B', CASE, /^(終える.*本人の同意|End.*consent.*)$/i],
  ['B', NOTE, /^(会議を終える|End the conference)$/],
  ['A', '/council', /^(機関を加える|Add an organisation)$/],
  ['A', '/council', /^(構成員を加える|Add a member)$/],
  ['A', '/council', /^(所属を変える.*Dさん|Transfer.*Dさん)$/],
  ['A', '/council', /^(後任.*Dさん|Successor.*Dさん)$/],
  ['A', '/council', /^(ログインを用意する.*Mさん|Let them sign in.*Mさん)$/],
  ['A', '/council', /^(内容を直す.*弁護士会|Correct.*弁護士会)$/],
  ['A', '/council', /^(デモを消して始める|Empty the demo and begin)$/],
]

/** The same in either language, and half of what looking takes: the one walk tells of colours for both. */
const KNOWN_BY_THE_OTHER = { ja: [], en: ['color-contrast'] } as const

/** The walks share the machine, and each lasts as long as all of them. */
const ALL_WALKS_MS = 480_000

const demo = demoInBrowser()

/** The note holds one block of every kind that brings words of its own. */
async function writeSomeBlocks(): Promise<void> {
  const { page, context } = await personAt(demo.browser, demo.address, { letter: 'B', size: DESK })
  await demo.openNote(page)
  await page.locator('.ProseMirror p').last().click()
  for (const name of ['決定', '対応', '発言', '確認']) {
    await page.keyboard.press('Control+End')
    await page.keyboard.type(`/${name}`)
    await page.locator('.command-line').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('書いた文')
    await page.keyboard.press('Enter')
  }
  await page.getByLabel('期限').fill('令和8年12月18日')
  await page.getByLabel('期限').press('Enter')
  await page.locator('[data-sync-status=saved]').waitFor()
  await context.close()
}

beforeAll(async () => {
  if (!isWithoutBrowser()) await writeSomeBlocks()
})

type Language = 'ja' | 'en'

interface Found {
  readonly breaches: string[]
  readonly strangers: string[]
}

/** One profile's pages, looked at one after another; what is wrong with each is kept under its address. */
class Walk {
  readonly found: Found = { breaches: [], strangers: [] }
  readonly #page: Page
  readonly #data: ToldData
  readonly #language: Language

  constructor(page: Page, data: ToldData, language: Language) {
    this.#page = page
    this.#data = data
    this.#language = language
  }

  async open(path: string): Promise<void> {
    await this.#page.setViewportSize(DESK)
    await demo.show(this.#page, path)
  }

  /** At a desk, and when the window has become as narrow as a phone. */
  async check(name: string): Promise<void> {
    await this.#checkAsItIs(`${name} at a desk`)
    await this.#page.setViewportSize(PHONE)
    await this.#checkAsItIs(`${name} at a phone`)
  }

  async #checkAsItIs(name: string): Promise<void> {
    const language = this.#language
    for (const breach of await breachesOn(this.#page, KNOWN_BY_THE_OTHER[language]))
      this.found.breaches.push(`${name} ${breach}`)
    const words = await wordsOn(this.#page)
    const strangers = strangersAmong(words, { data: this.#data.texts(), language })
    this.found.strangers.push(...strangers.map((text) => `${name} ${text}`))
  }

  async checkDialog(path: string, button: RegExp): Promise<void> {
    await this.open(path)
    await this.#page.getByRole('button', { name: button }).first().click()
    const dialog = this.#page.getByRole('dialog')
    await dialog.waitFor()
    await this.check(`${path} ${button.source}`)
    await this.#page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
}

async function walkOf(context: BrowserContext, language: Language): Promise<Walk> {
  const data = await listenToData(context)
  return new Walk(await context.newPage(), data, language)
}

async function asStranger(language: Language): Promise<Found> {
  const outside = await newProfile(demo.browser, { size: DESK, language })
  const walk = await walkOf(outside, language)
  for (const path of STRANGERS_SCREENS) {
    await walk.open(path)
    await walk.check(path)
  }
  await outside.close()
  return walk.found
}

async function asMember(letter: string, paths: readonly string[], language: Language): Promise<Found> {
  const { context } = await personAt(demo.browser, demo.address, { letter, size: DESK, language })
  const walk = await walkOf(context, language)
  for (const path of paths) {
    await walk.open(path)
    await walk.check(`${letter} ${path}`)
  }
  for (const [, path, button] of DIALOGS.filter(([who]) => who === letter)) await walk.checkDialog(path, button)
  await context.close()
  return walk.found
}

/** The two languages are busy enough at once: whoever else is under way makes each wait longer and none quicker. */
async function walkAll(language: Language): Promise<Found> {
  const found = [await asStranger(language)]
  for (const [letter, paths] of Object.entries(SCREENS)) found.push(await asMember(letter, paths, language))
  return {
    breaches: found.flatMap(({ breaches }) => breaches),
    strangers: found.flatMap(({ strangers }) => strangers),
  }
}

browserTest.concurrent.each([
  ['Japanese', 'ja'],
  ['English', 'en'],
] as const)(
  '[UI3.1] [UI3.3] in %s, at a desk and at a phone, no screen breaches WCAG 2.2 A and AA or good practice, speaks two languages, or shows an id',
  { timeout: ALL_WALKS_MS },
  async (_name, language) => {
    const { breaches, strangers } = await walkAll(language)

    expect({ breaches: [...new Set(breaches)], strangers: [...new Set(strangers)] }).toEqual({
      breaches: [],
      strangers: [],
    })
  },
)
