import { expect } from 'vitest'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** Each try writes a name of its own into the one note. */
let tries = 0

browserTest.each([
  { language: 'ja', size: DESK, tool: '対応事項', label: '担当者', tagged: '機関の名札' },
  { language: 'en', size: PHONE, tool: 'Action item', label: 'Person', tagged: 'name tag' },
] as const)(
  '[LD5.48] a field of a block and a name tag are found, brought into sight and named by the keyboard alone ($language)',
  async ({ language, size, tool, label, tagged }) => {
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size, language })
    const name = `こかげ${++tries}さん`
    const editor = page.locator('.ProseMirror')
    const reached = editor.locator('.block-field-reached .block-field-control')
    const status = page.getByRole('search').getByRole('status')
    const isInSight = () =>
      reached.evaluate((field) => {
        const bar = document.querySelector('.live-bar')?.getBoundingClientRect().bottom ?? 0
        const { top, bottom } = field.getBoundingClientRect()
        return top >= bar && bottom <= innerHeight
      })
    await editor.locator('.form-section-text > p').last().click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: tool, exact: true }).click()
    const field = editor.locator('.action-item-block').last().getByLabel(label, { exact: true })
    await field.fill(name)
    await field.press('Enter')
    await page.keyboard.type(`${name}へ@みなと寮`)
    await page.getByRole('option', { name: /みなと寮/ }).waitFor()
    await page.keyboard.press('Enter')
    await editor.locator('.organisation-mention').last().waitFor()

    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Control+h')
    await page.keyboard.type(name)
    await status.getByText(label).waitFor()
    await expect.poll(isInSight).toBe(true)
    expect(await reached.inputValue()).toBe(name)
    const breaches = await breachesOn(page)
    await takePicture(page, `find-field-${language}-${size.width}.png`)
    await page.keyboard.press('Enter')
    await status.getByText(/^2(／| of )2(件)?$/).waitFor()
    await page.keyboard.press('Shift+Enter')
    await expect.poll(isInSight).toBe(true)

    await page.getByRole('search').getByRole('textbox').first().fill('みなと寮')
    await status.getByText(tagged).waitFor()
    await takePicture(page, `find-tag-${language}-${size.width}.png`)
    await page.keyboard.press('Escape')
    expect(await editor.locator('.block-field-found, .ProseMirror-active-search-match').count()).toBe(0)
    expect([breaches, complaints]).toEqual([[], []])
  },
)
