import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()
const UPRIGHT = { width: 768, height: 1024 }
/** What is between the margins of an A4 sheet. Unit: CSS pixels. */
const SHEET = { width: 632, height: 960 }

const OF_A = ['/council']
const OF_B = ['/', '/cases', `/cases/${demoCaseId('かもめ')}`, '/conferences', '/council']

browserTest.each([
  ['A', 'ja', OF_A],
  ['A', 'en', OF_A],
  ['B', 'ja', OF_B],
  ['B', 'en', OF_B],
] as const)('[UI3.12] no list of %s (%s) is wider than a tablet held upright', async (letter, language, pages) => {
  const { page } = await demo.person({ letter, size: UPRIGHT, language })
  const widths: number[] = []
  for (const path of pages) {
    await page.goto(demo.address + path)
    await page.getByRole('table').first().waitFor()
    widths.push(await page.evaluate(() => document.documentElement.scrollWidth))
  }
  expect(widths).toEqual(pages.map(() => UPRIGHT.width))
})

browserTest('[UI3.13] at the desk what can be done with a member stands on one line', async () => {
  const { page } = await demo.person({ letter: 'A', size: DESK, path: '/council' })
  const row = page.getByRole('table', { name: '構成員' }).getByRole('row', { name: /^Bさん/ })
  const tops = await row
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top)))
  expect(tops).toHaveLength(3)
  expect(new Set(tops).size).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(DESK.width)
})

browserTest.each([
  ['ja', '構成員', '構成機関職員', '事務局'],
  ['en', 'Members', 'Administrator', 'Secretariat'],
] as const)(
  '[UI3.14] on paper (%s) the list of members has whole words, and nothing of what only administrators do',
  async (language, title, role, office) => {
    const { page } = await demo.person({ letter: 'A', size: DESK, language, path: '/council' })
    const table = page.getByRole('table', { name: title })
    await table.waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SHEET)
    const linesOf = (word: string) =>
      table
        .getByText(word, { exact: true })
        .first()
        .evaluate((text) => text.getClientRects().length)
    expect([await linesOf(role), await linesOf(office)]).toEqual([1, 1])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SHEET.width)
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
    expect(await page.getByText(/パスワードをなくした人|lost their password/).isVisible()).toBe(false)
  },
)
