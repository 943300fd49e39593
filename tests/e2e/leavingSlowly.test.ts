import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { PHONE } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** Holds what the next page needs, as a thin line does; the answer lets it come. */
async function held(page: Page, what: RegExp): Promise<() => void> {
  const gate = Promise.withResolvers<void>()
  await page.route(what, async (route) => {
    await gate.promise
    await route.continue()
  })
  return gate.resolve
}

/** Presses where the text is and types, as somebody does who sees it there. */
async function goOnWriting(page: Page, words: string): Promise<string> {
  const place = await page.locator('.ProseMirror p').first().boundingBox()
  await page.mouse.click((place?.x ?? 0) + 20, (place?.y ?? 0) + 10)
  await page.keyboard.type(words)
  return page.locator('.ProseMirror').innerText()
}

const leave = (page: Page) => page.getByRole('link', { name: '会議', exact: true }).first().click()

browserTest.each([
  ['screen', /\/assets\/ConferenceListPage-/],
  ['list', /\/api\/conferences$/],
] as const)(
  '[LD5.80] while the %s of the next page is on its way, the page that is left takes no words that would go with it, and says that it waits',
  async (_what, what) => {
    const { page } = await demo.personAtNote({ letter: 'B', size: PHONE })
    await page.locator('[data-sync-status=saved]').waitFor()
    const letCome = await held(page, what)
    await leave(page)
    await page.getByText('お待ちください…').waitFor()

    expect(await goOnWriting(page, '出ていく間の言葉')).not.toContain('出ていく間の言葉')
    letCome()
    await page.getByRole('heading', { name: '会議', level: 1 }).waitFor()
  },
)

browserTest('[LD5.80] whoever turns back before the next page is there goes on writing where they were', async () => {
  const { page } = await demo.personAtNote({ letter: 'B', size: PHONE })
  await page.locator('[data-sync-status=saved]').waitFor()
  await held(page, /\/api\/conferences$/)
  await leave(page)
  await page.getByText('お待ちください…').waitFor()
  await page.goBack()
  await page.getByText('お待ちください…').waitFor({ state: 'hidden' })

  expect(await goOnWriting(page, '戻って書いた言葉')).toContain('戻って書いた言葉')
  await page.locator('[data-sync-status=saved]').waitFor()
})

browserTest('[UI2.58] a page whose screen is here and whose answer is not is said to be on its way', async () => {
  const { page } = await demo.person({ letter: 'B', size: PHONE, path: '/conferences' })
  await page.getByRole('link', { name: '第3回個別ケース会議' }).waitFor()
  await page.getByRole('link', { name: '第3回個別ケース会議' }).click()
  await page.locator('.ProseMirror p').first().waitFor()
  await leave(page)
  const letCome = await held(page, /\/api\/conferences\/cnf_/)
  await page.getByRole('link', { name: '第2回個別ケース会議' }).click()
  await page.getByText('お待ちください…').waitFor()
  letCome()
  await page.getByRole('heading', { name: '第2回個別ケース会議' }).waitFor()

  expect(await page.getByText('お待ちください…').count()).toBe(0)
  await page.locator('main:not([inert])').waitFor()
})
