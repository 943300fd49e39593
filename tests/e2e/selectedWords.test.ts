import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { caretIsRead, imeTypist } from '#tests/support/imeTypist.ts'

const demo = demoInBrowser()

/** The middle of what is selected at the page. */
const selectedPlace = (page: Page) =>
  page.evaluate(() => {
    const { left, top, width, height } = getSelection()?.getRangeAt(0).getBoundingClientRect() ?? new DOMRect()
    return { x: left + width / 2, y: top + height / 2 }
  })

browserTest('[LD5.87] words that another writes between those that are being dragged go along', async () => {
  const { page, complaints } = await demo.personAtNote({ letter: 'B', size: DESK })
  const other = await demo.personAtNote({ letter: 'D', size: DESK })
  const [ime, otherIme] = [await imeTypist(page), await imeTypist(other.page)]
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.insertText('まずは住居確認')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('後日')
  await other.page.getByText('後日').waitFor()

  await ime.select('後日')
  const { x, y } = await selectedPlace(page)
  await ime.select('住居確認')
  await caretIsRead(page)
  const from = await selectedPlace(page)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(x + 10, y, { steps: 8 })
  await otherIme.placeCaret('住居確認', 5)
  await caretIsRead(other.page)
  await other.page.keyboard.insertText('の')
  await expect.poll(async () => (await ime.lines())[0]).toBe('まずは住居の確認')
  await page.mouse.move(x + 14, y, { steps: 2 })
  await page.mouse.up()

  const after = ['まずは', '後日住居の確認']
  await expect.poll(async () => (await otherIme.lines()).slice(0, 2)).toEqual(after)
  expect((await ime.lines()).slice(0, 2)).toEqual(after)
  expect([...complaints, ...other.complaints]).toEqual([])
})

browserTest('[LD5.88] two who delete the same words at once delete nothing beside them', async () => {
  const { page } = await demo.personAtNote({ letter: 'B', size: DESK })
  const other = await demo.personAtNote({ letter: 'D', size: DESK })
  const [ime, otherIme] = [await imeTypist(page), await imeTypist(other.page)]
  await page.locator('.ProseMirror p').nth(1).click()
  await page.keyboard.insertText('通院は続けない予定')
  await expect.poll(async () => (await otherIme.lines()).join()).toContain('通院は続けない予定')
  await ime.select('続けない')
  await caretIsRead(page)
  await otherIme.select('続けない')
  await caretIsRead(other.page)
  await other.page.keyboard.press('Delete')
  await expect.poll(async () => (await ime.lines()).join()).toContain('通院は予定')

  await page.keyboard.press('Delete')
  await page.keyboard.press('Delete')

  await expect.poll(async () => (await otherIme.lines()).join()).toContain('通院は定')
})

browserTest('[LD5.93] a line that goes through the clipboard with the lines around it keeps its id, once', async () => {
  const { page, complaints } = await demo.personAtNote({ letter: 'B', size: DESK })
  await page.locator('.ProseMirror p').first().click()
  for (const line of ['前回の確認', '住まいを確認', '通院の確認']) {
    await page.keyboard.insertText(line)
    await page.keyboard.press('Enter')
  }
  const ids = () =>
    page.getByText('住まいを確認', { exact: true }).evaluateAll((lines) => lines.map((line) => line.dataset.blockid))
  const [id] = await ids()
  await page.locator('.ProseMirror').evaluate((editor) => {
    const [first = null, , third = null] = [...editor.querySelectorAll('p')].map((line) => line.firstChild)
    if (first !== null && third !== null) getSelection()?.setBaseAndExtent(first, 2, third, 2)
  })
  await caretIsRead(page)
  await page.keyboard.press('ControlOrMeta+x')
  await expect.poll(ids).toEqual([])
  await page.keyboard.press('ControlOrMeta+v')
  await expect.poll(ids).toEqual([id])
  await page.keyboard.press('ControlOrMeta+v')

  await expect.poll(ids).toEqual([id, expect.any(String)])
  expect(new Set(await ids()).size).toBe(2)
  expect(complaints).toEqual([])
})
