import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { fillNewCase, KAMOME } from '#tests/support/inForms.ts'

const demo = demoInBrowser()

async function fillNewConference(page: Page, title: string): Promise<void> {
  await page.goto(`${demo.address}${KAMOME}/conferences/new`)
  await page.getByLabel(/^会議名/).fill(title)
  await page.getByLabel(/^開催日/).fill('2027/1/10')
  await page.getByLabel(/^開始時刻/).fill('14:00')
  await page.getByLabel(/^場所/).fill('会議室')
  await page.getByLabel(/^会議の種別/).selectOption('caseConference')
  await page.getByLabel(/^根拠/).selectOption({ index: 1 })
}

/** How many changes went to an address. */
function changesOf(page: Page, path: string): { readonly count: () => number } {
  let count = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === path) count += 1
  })
  return { count: () => count }
}

/** The next page asks for this and is answered when the test says so. */
async function holdReading(
  page: Page,
  pattern: string,
): Promise<{ readonly asked: Promise<void>; readonly answer: () => void }> {
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  await page.route(pattern, async (route) => {
    if (route.request().method() !== 'GET') return route.continue()
    asked.resolve()
    await answered.promise
    await route.continue()
  })
  return { asked: asked.promise, answer: answered.resolve }
}

browserTest('[UI2.12] a case is opened once, however often one presses while its page is on its way', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await fillNewCase(page, demo.address, '一度だけ')
  const posts = changesOf(page, '/api/cases')
  const { asked, answer } = await holdReading(page, '**/api/cases/*')
  const button = page.locator('main form button').last()
  await button.click()
  await asked
  await button.click({ force: true })
  await page.getByLabel(/^呼び名/).press('Enter')
  answer()
  await page.getByRole('heading', { name: /一度だけ/, level: 1 }).waitFor()
  expect(posts.count()).toBe(1)
})

browserTest(
  '[UI2.12] a conference is called once, however often one presses while its page is on its way',
  async () => {
    const { page } = await demo.person({ letter: 'B', size: DESK })
    await fillNewConference(page, '一度の会議')
    const posts = changesOf(page, '/api/conferences')
    const { asked, answer } = await holdReading(page, '**/api/conferences/*')
    const button = page.locator('main form button').last()
    await button.click()
    await asked
    await button.click({ force: true })
    answer()
    await page.getByRole('heading', { name: '一度の会議', level: 1 }).waitFor()
    expect(posts.count()).toBe(1)
  },
)

browserTest('[UI2.12] two presses that a busy computer hands over at once are one', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await fillNewCase(page, demo.address, 'あわてて')
  const posts = changesOf(page, '/api/cases')
  await page.getByRole('button', { name: 'ケースを開く' }).evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await page.getByRole('heading', { name: /あわてて/, level: 1 }).waitFor()
  expect(posts.count()).toBe(1)
})

browserTest('[UI2.12] a second Enter in the only field of a dialog sends nothing more', async () => {
  const { page } = await demo.person({ letter: 'A', size: DESK })
  await page.goto(`${demo.address}/council`)
  await page.getByRole('button', { name: /任期を終える.*Qさん/ }).click()
  const field = page.getByRole('dialog').getByLabel(/^終わる日/)
  let posts = 0
  const answered = Promise.withResolvers<void>()
  await page.route('**/ending', async (route) => {
    posts += 1
    await answered.promise
    await route.continue()
  })
  await field.press('Enter')
  await expect.poll(() => posts).toBe(1)
  await page.getByRole('dialog').getByText('お待ちください…').waitFor()
  await field.press('Enter')
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  answered.resolve()
  await page.getByText('Qさんの任期を終える日を記録しました。').waitFor()
  expect(posts).toBe(1)
})
