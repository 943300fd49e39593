import { expect } from 'vitest'
import { DESK, newProfile } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** The file with the English words. */
const ENGLISH = '**/assets/en-*.js'

const languageOf = (page: { locator(place: string): { getAttribute(name: string): Promise<string | null> } }) =>
  page.locator('html').getAttribute('lang')

browserTest(
  '[UI2.18] a language whose words do not come is not chosen, and that is said to who wanted it',
  async () => {
    const { page, complaints } = await demo.person({ letter: 'B', size: DESK, path: '' })
    await page.route(ENGLISH, (route) => route.abort())
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('English could not be loaded.').waitFor()
    expect(complaints.filter((complaint) => !complaint.includes('Failed to load resource'))).toEqual([])
    expect(await languageOf(page)).toBe('ja')
    expect(await page.evaluate(() => localStorage.getItem('tsunagi.language'))).toBe('ja')

    await page.unroute(ENGLISH)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
  },
)

browserTest('[UI2.18] a page whose remembered language does not come is there in Japanese', async () => {
  const context = await newProfile(demo.browser, { size: DESK, language: 'en' })
  const page = await context.newPage()
  await page.route(ENGLISH, (route) => route.abort())
  await page.goto(demo.address)
  await page.getByRole('button', { name: 'Bさんで入る' }).click()
  await page.getByRole('button', { name: 'ログアウト' }).waitFor()
  await context.close()
})

browserTest(
  '[LD5.37] what was written before the language was changed is undone after it by the same keys',
  async () => {
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size: DESK })
    const body = page.locator('.ProseMirror')
    await page.locator('.ProseMirror p').first().click()
    await page.keyboard.type('言語を変える前の文。')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()

    await page.locator('.ProseMirror p').first().click()
    await page.keyboard.press('Control+z')
    await expect.poll(() => body.innerText()).not.toContain('言語を変える前の文。')
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => body.innerText()).toContain('言語を変える前の文。')
    expect(complaints).toEqual([])
  },
)

browserTest('[UI2.38] what was just done is not left in the language the page spoke before', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(demo.address + NOTE)
  const own = page.getByLabel('Bさんの出欠')
  await own.selectOption((await own.inputValue()) === 'present' ? 'absent' : 'present')
  const said = page.getByRole('status').filter({ hasText: 'Bさんを' })
  await said.waitFor()

  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await expect.poll(() => said.count()).toBe(0)
})
