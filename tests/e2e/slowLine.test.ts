import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK, newProfile } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** Nobody has been here before: nothing of the product is in the browser. */
async function firstVisit(letter: string): Promise<Page> {
  const context = await newProfile(demo.browser, { size: DESK })
  await context.addCookies((await demo.visitor(letter)).cookies)
  return context.newPage()
}

/** The answer to the one is held back until the other has been asked for. */
async function holdUntil(page: Page, held: RegExp, asked: RegExp): Promise<void> {
  const isAsked = page.waitForRequest(asked)
  await page.route(held, async (route) => {
    await isAsked
    await route.continue()
  })
}

const SESSION = /\/api\/session$/
const CONFERENCE = /\/api\/conferences\/cnf_/

browserTest(
  '[UI2.45] a first visit to a note waits for one thing after another as seldom as it can, and for few files',
  async () => {
    const page = await firstVisit('B')
    await holdUntil(page, /\/assets\/ConferencePage-/, SESSION)
    await holdUntil(page, CONFERENCE, /\/assets\/LiveDocument-.*js$/)
    const files: string[] = []
    page.on('request', (request) => {
      if (/\/assets\/.*js$/.test(request.url())) files.push(request.url())
    })
    await demo.openNote(page)

    expect(files.length).toBeLessThanOrEqual(14)
  },
)

browserTest(
  '[UI2.45] whoever only reads fetches no editor, and the first page comes while the server is asked who this is',
  async () => {
    const page = await firstVisit('C')
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(request.url()))
    await holdUntil(page, SESSION, /\/assets\/HomePage-/)
    await page.goto(demo.address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goto(demo.address + NOTE)
    await page.getByText('1 前回の決定事項の確認').waitFor()

    expect(fetched.filter((url) => url.includes('/assets/LiveDocument-'))).toEqual([])
  },
)
