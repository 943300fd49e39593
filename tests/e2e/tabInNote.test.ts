import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** What has the keyboard: the words of the block whose field it is, or the note, or what is outside of it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const place = document.activeElement
    const block = place?.closest('.block-with-fields')
    if (block) return `${place?.parentElement?.firstElementChild?.textContent}：${block.lastElementChild?.textContent}`
    return place?.matches('.ProseMirror') ? '本文' : (place?.textContent ?? '')
  })

/** Where Tab leads, press by press, from the end of the line with these words. */
async function stopsFrom(page: Page, words: string, presses: number): Promise<readonly string[]> {
  await page.locator('.ProseMirror').getByText(words, { exact: true }).click()
  const stops: string[] = []
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab')
    stops.push(await focused(page))
  }
  return stops
}

browserTest('[UI3.21] Tab goes onward from the caret, and back into the note', async () => {
  const { page, complaints } = await demo.personAtNote({ letter: 'B', size: DESK })
  const { keyboard } = page
  const task = () => page.getByRole('button', { name: '対応事項', exact: true }).click()
  await page.locator('.ProseMirror p').nth(1).click()
  await task()
  await keyboard.type('一つ目')
  await keyboard.press('Enter')
  await keyboard.type('間の行')
  await keyboard.press('Enter')
  await task()
  await keyboard.type('二つ目')
  await keyboard.press('Enter')
  await keyboard.type('終わりの行')

  // Within 300 ms of a click ProseMirror takes a caret at the beginning for one that was clicked there; nobody walks nine stops in that time.
  await page.waitForTimeout(300)
  // From outside every field is reached.
  await page.getByRole('button', { name: '版', exact: true }).focus()
  await keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('状態：二つ目')
  for (let press = 0; press < 8; press += 1) await keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('本文')
  // The editor puts the caret back a moment after the browser has given it the keyboard.
  await expect.poll(() => page.evaluate(() => getSelection()?.anchorNode?.textContent)).toBe('一つ目')
  await keyboard.type('。')
  await expect.poll(() => page.locator('.ProseMirror').innerText()).toContain('一つ目。')

  const second = ['担当機関：二つ目', '担当者：二つ目', '期限：二つ目', '状態：二つ目']
  expect(await stopsFrom(page, '終わりの行', 1)).toEqual(['版'])
  expect(await stopsFrom(page, '間の行', 5)).toEqual([...second, '版'])
  expect(await stopsFrom(page, '二つ目', 5)).toEqual([...second, '版'])
  expect((await stopsFrom(page, '一つ目。', 5)).slice(-2)).toEqual(['状態：一つ目。', '担当機関：二つ目'])
  expect(complaints).toEqual([])
})
