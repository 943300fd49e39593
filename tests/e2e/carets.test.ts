import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { caretIsRead } from '#tests/support/imeTypist.ts'

const demo = demoInBrowser()

/** Pixels by which the label ends outside the editor, and by which it would without being moved, as a frame is painted. */
const overhangOn = (page: Page) =>
  page.evaluate(async () => {
    // A new observer is told after all that the frame asked for has run and before it is painted.
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
    })
    const edges = await new Promise<readonly (DOMRect | undefined)[]>((resolve) => {
      const observer = new ResizeObserver(() => {
        observer.disconnect()
        const places = ['.ProseMirror', '.peer-caret', '.peer-caret-label']
        resolve(places.map((place) => document.querySelector(place)?.getBoundingClientRect()))
      })
      observer.observe(document.body)
    })
    const [editor, caret, label] = edges
    if (editor === undefined || caret === undefined || label === undefined) return null
    return { shown: label.right - editor.right, unmoved: caret.left + label.width - editor.right }
  })

browserTest(
  '[LD9.1] on a phone the name over another person’s caret is read whole wherever in the line they write',
  async () => {
    const reader = await demo.regularAtNote({ letter: 'B', size: PHONE })
    const writer = await demo.regularAtNote({ letter: 'D', size: DESK })
    await writer.page.locator('.ProseMirror p').first().click()

    const seen: { readonly shown: number; readonly unmoved: number }[] = []
    for (const words of ['住まいの確保について', '市', 'と', '調', '整', 'す']) {
      await writer.page.keyboard.type(words)
      await reader.page.locator('.ProseMirror p', { hasText: words }).first().waitFor()
      await reader.page.locator('.peer-caret-label').waitFor()
      const overhang = await overhangOn(reader.page)
      if (overhang !== null) seen.push(overhang)
    }
    await takePicture(reader.page, 'caret-390.png')
    const complaints = [...reader.complaints, ...writer.complaints]

    expect(Math.max(...seen.map(({ unmoved }) => unmoved))).toBeGreaterThan(0)
    expect(Math.max(...seen.map(({ shown }) => shown))).toBeLessThanOrEqual(0.5)
    expect(complaints).toEqual([])
  },
)

browserTest.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('[LD9.5] at %s the caret is never under the bar, however one comes to where it stands', async (_at, size) => {
  const { page } = await demo.regularAtNote({ letter: 'B', size })
  const { keyboard } = page
  const line = page.locator('.ProseMirror p').last()
  await line.click()
  for (const number of Array(LINE_COUNT).keys()) {
    await keyboard.type(String(number))
    await keyboard.press('Enter')
  }

  const isInSight: boolean[] = []
  for (const _ of Array(LINE_COUNT)) {
    await keyboard.press('ArrowUp')
    await caretIsRead(page)
    isInSight.push(await page.evaluate(caretIsInSight))
  }
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  await keyboard.press('Control+Home')
  await caretIsRead(page)
  isInSight.push(await page.evaluate(caretIsInSight))

  expect(isInSight).toEqual(isInSight.map(() => true))
})

browserTest('[LD9.5] what an undo brings back is not under the bar that has the search open', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: DESK })
  const { keyboard } = page
  await page.locator('.ProseMirror p').last().click()
  for (const number of Array(LINE_COUNT).keys()) {
    await keyboard.type(String(number))
    await keyboard.press('Enter')
  }
  await keyboard.press('Control+h')
  await page.locator('.find-bar').waitFor()
  await page.locator('.ProseMirror p', { hasText: /^3$/ }).first().click()
  await keyboard.type('三')

  const isInSight: boolean[] = []
  for (const press of ['Control+z', 'Control+y']) {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await keyboard.press(press)
    await caretIsRead(page)
    isInSight.push(await page.evaluate(caretIsInSight))
  }
  await keyboard.press('Escape')

  expect(isInSight).toEqual([true, true])
})

/** Lines of a note: higher than the window. */
const LINE_COUNT = 26

/** Runs in the page, so it uses nothing from outside. */
function caretIsInSight(): boolean {
  const caret = getSelection()?.getRangeAt(0)
  const line = caret?.startContainer
  const place = line instanceof Element ? line.getBoundingClientRect() : caret?.getBoundingClientRect()
  const bar = document.querySelector('.live-bar')?.getBoundingClientRect()
  return place !== undefined && bar !== undefined && place.top >= bar.bottom && place.bottom <= innerHeight
}

browserTest('[LD9.2] a note opens without a word in the browser’s console', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  const said: string[] = []
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) said.push(message.text())
  })
  page.on('pageerror', (error) => said.push(error.message))

  await demo.openNote(page)
  await page.getByText('保存済み').first().waitFor()

  expect(said).toEqual([])
})

browserTest('[LD5.11] whoever stands in an empty section writes in it, also after another began to', async () => {
  const [coordinator, staff] = [
    await demo.regularAtNote({ letter: 'B', size: DESK }),
    await demo.regularAtNote({ letter: 'D', size: DESK }),
  ]
  const sectionAt = (page: Page) => page.locator('.ProseMirror p').nth(2)

  for (const { page } of [coordinator, staff]) await sectionAt(page).click()
  await staff.page.keyboard.type('本人は就労を望む。')
  await sectionAt(coordinator.page).getByText('本人は就労を望む。').waitFor()
  await coordinator.page.keyboard.type('住まいが先に要る。')
  await staff.page.locator('.ProseMirror').getByText('住まいが先に要る。').waitFor()

  const shown = await Promise.all([coordinator, staff].map(({ page }) => sectionAt(page).innerText()))
  expect(shown[0]).toContain('本人は就労を望む。')
  expect(shown[0]).toContain('住まいが先に要る。')
  expect(shown[1]).toContain('住まいが先に要る。')
})

/** What stands in the editor, without the names over others' carets. */
const textOn = (page: Page) =>
  page.locator('.ProseMirror').evaluate((editor) => {
    const text = editor.cloneNode(true)
    if (text instanceof Element) for (const caret of text.querySelectorAll('.peer-caret')) caret.remove()
    return text.textContent?.replaceAll('\u2060', '')
  })

browserTest('[LD5.17] what is typed while selecting beside a table stands in the note', async () => {
  const [writer, reader] = [
    await demo.regularAtNote({ letter: 'B', size: DESK }),
    await demo.regularAtNote({ letter: 'D', size: DESK }),
  ]
  const { page } = writer
  await page.locator('.ProseMirror p').first().click()
  await page.getByRole('button', { name: '表', exact: true }).click()
  await page.locator('.ProseMirror .form-section').nth(1).locator('p').last().click()
  await caretIsRead(page)

  // On a slow machine a key comes before the browser has told of what the one before it has selected.
  await page.locator('.ProseMirror').evaluate((editor) => {
    const [line, table] = [getSelection()?.anchorNode, editor.querySelector('.tableWrapper')]
    if (line == null || table === null) throw new Error('the caret is in a line, and there is a table')
    getSelection()?.setBaseAndExtent(line, 0, table, 1)
    editor.dispatchEvent(new KeyboardEvent('keydown', { key: '表', bubbles: true, cancelable: true }))
    document.execCommand('insertText', false, '表')
  })
  await page.keyboard.type('のそばで書いた文。')

  await reader.page.locator('.ProseMirror').getByText('表のそばで書いた文。').waitFor()
  await expect.poll(() => textOn(reader.page)).toBe(await textOn(page))

  // What comes without a key: from a list of characters, by the voice.
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('全部に代えて')
  await reader.page.locator('.ProseMirror').getByText('全部に代えて').waitFor()
  await expect.poll(() => textOn(reader.page)).toBe(await textOn(page))
  expect(await page.locator('.ProseMirror table').count()).toBe(0)
  expect([...writer.complaints, ...reader.complaints]).toEqual([])
})
