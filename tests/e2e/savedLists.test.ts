import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

browserTest.each([
  ['a desk', DESK, 'A', 'ja', /^表にして保存（CSV）.*構成員/, '構成員', '氏名,ふりがな,機関,'],
  ['a phone', PHONE, 'E', 'en', /^Save as a table.*Organisations/, 'Organisations', 'Name,'],
] as const)(
  '[CL3.17] at %s a list is saved as a table by the keyboard, and opens with its headings',
  async (_at, size, letter, language, button, list, headings) => {
    const { page, complaints } = await demo.person({ letter, size, language, path: '/council' })
    const save = page.getByRole('button', { name: button })
    await save.waitFor()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    await save.scrollIntoViewIfNeeded()
    await takePicture(page, `save-list-${size.width}.png`)
    const coming = page.waitForEvent('download')
    await save.press('Enter')
    const file = await coming
    await page.getByText(file.suggestedFilename(), { exact: false }).waitFor()
    await takePicture(page, `saved-list-${size.width}.png`)

    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n')
    expect(file.suggestedFilename()).toMatch(new RegExp(`^${list}_\\d{4}-\\d\\d-\\d\\d\\.csv$`))
    expect([lines[0]?.startsWith(`\uFEFF${headings}`), lines.at(-1)]).toEqual([true, ''])
    expect(lines.length).toBe((await page.getByRole('table', { name: list }).getByRole('row').count()) + 1)
    expect([width, await breachesOn(page), complaints]).toEqual([size.width, [], []])
  },
)
