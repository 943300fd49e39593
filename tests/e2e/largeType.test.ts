import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { openLargeTypeBrowser, PHONE } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser({ open: openLargeTypeBrowser })

browserTest.each(['ja', 'en'] as const)(
  '[UI3.17] at a phone with type twice as large no page (%s) is wider than the screen',
  async (language) => {
    const { page } = await demo.regular({ letter: 'B', size: PHONE, language })
    const wide: string[] = []
    for (const path of [
      '/',
      '/conferences',
      `/cases/${demoCaseId('こだま')}`,
      '/council',
      '/council/year-change',
      `${NOTE}/print`,
      NOTE,
    ]) {
      await demo.show(page, path)
      if (path === NOTE) await page.locator('.ProseMirror p').first().waitFor()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > PHONE.width) wide.push(`${path}: ${width}`)
    }

    expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px')
    expect(wide).toEqual([])
  },
)

browserTest.each([NOTE, `${NOTE}/print`])(
  '[UI3.18] at a phone with type twice as large what stands beside a term (%s) is not torn letter by letter',
  async (path) => {
    const { page } = await demo.regular({ letter: 'B', size: PHONE, path: path })
    const values = page.locator('dl dd')
    await values.nth(1).waitFor()
    const widths = await values.evaluateAll((all) => all.map((value) => value.getBoundingClientRect().width / 32))

    // Unit: characters. The screen has room for twelve of them.
    expect(Math.min(...widths)).toBeGreaterThan(7)
  },
)

browserTest('[UI3.6] at a phone with type twice as large 第3回 stands on one line of the printed sheet', async () => {
  const { page } = await demo.regular({ letter: 'B', size: PHONE, path: `${NOTE}/print` })
  const name = page.locator('dl dd').first()
  await name.filter({ hasText: '第3回' }).waitFor()
  // As narrow as makes 第3回 the first thing that no longer fits beside another word.
  const lines = await name.evaluate((value) => {
    value.style.width = '2.5em'
    const text = document.createTreeWalker(value, NodeFilter.SHOW_TEXT).nextNode()
    const words = document.createRange()
    if (text === null) return 0
    words.setStart(text, 0)
    words.setEnd(text, 3)
    return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size
  })

  expect(lines).toBe(1)
})
