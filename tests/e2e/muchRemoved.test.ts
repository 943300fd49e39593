import { expect } from 'vitest'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

const WORDS = '住居の契約は月末まで。通院は週に一度、保護司が付き添う。'
const OTHER_WORDS = '就労の面接は来週の火曜日。'.repeat(12)
const GONE = '記録の文の多くが消えました'

browserTest.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])(
  '[LD6.15] at %s whoever sees most of a note go, by another’s slip, has it back by one press, and so is everybody told',
  async (_at, size) => {
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size })
    const { page: other } = await demo.regularAtNote({ letter: 'D', size: DESK })
    const line = other.locator('.ProseMirror p').first()
    await line.click()
    await other.keyboard.insertText(WORDS.repeat(20))
    await other.getByText('保存済み').first().waitFor()
    await page.locator('.ProseMirror', { hasText: WORDS.repeat(20) }).waitFor()

    await line.click()
    await other.keyboard.press('ControlOrMeta+A')
    await other.keyboard.press('Delete')
    await page.getByText(GONE).waitFor()
    await other.getByText(GONE).waitFor()
    await takePicture(page, `much-removed-${size.width}.png`)
    const breaches = await breachesOn(page)
    await page.getByRole('button', { name: '消える前に戻す' }).press('Enter')

    await other.locator('.ProseMirror', { hasText: WORDS.repeat(20) }).waitFor()
    await page.getByText(GONE).waitFor({ state: 'detached' })
    await other.getByText(GONE).waitFor({ state: 'detached' })
    expect([breaches, complaints]).toEqual([[], []])
  },
)

browserTest(
  '[LD6.17] whoever left it at what went is told again when another takes out most of what there is since, and has that back',
  async () => {
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size: DESK })
    const { page: other } = await demo.regularAtNote({ letter: 'D', size: DESK })
    const line = other.locator('.ProseMirror p').first()
    const goes = async (words: string) => {
      await line.click()
      await other.keyboard.insertText(words)
      await page.locator('.ProseMirror', { hasText: words }).waitFor()
      await other.getByText('保存済み').first().waitFor()
      await other.keyboard.press('ControlOrMeta+A')
      await other.keyboard.press('Delete')
      await page.getByText(GONE).waitFor()
    }
    await goes(WORDS.repeat(20))
    for (const one of [page, other]) {
      await one.getByRole('button', { name: 'このままでよい' }).press('Enter')
      await one.getByText(GONE).waitFor({ state: 'detached' })
    }

    await goes(OTHER_WORDS)
    await takePicture(page, 'much-removed-again.png')
    await page.getByRole('button', { name: '消える前に戻す' }).press('Enter')

    await page.locator('.ProseMirror', { hasText: OTHER_WORDS }).waitFor()
    expect(complaints).toEqual([])
  },
)
