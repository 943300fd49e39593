import { join } from 'node:path'
import { expect } from 'vitest'
import { DESK, openBrowser } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser({ open: openBrowser })

/** Unit: ms. Within this a browser has opened what it opens. */
const OPENED_WITHIN = 1_000

browserTest.each(['.ProseMirror p', 'h1'])(
  '[LD5.76] a file that is let go over %s is opened nowhere, and the note stays as it is',
  async (where) => {
    const { page, context } = await demo.regularAtNote({ letter: 'D', size: DESK })
    const before = [page.url(), await page.locator('.ProseMirror').innerText()]
    const box = await page.locator(where).first().boundingBox()
    if (box === null) throw new Error('it is on the page')
    const session = await context.newCDPSession(page)
    const data = { items: [], files: [join(import.meta.dirname, 'droppedFile.test.ts')], dragOperationsMask: 1 }

    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: box.x + 5, y: box.y + 5, data })
    await page.waitForTimeout(OPENED_WITHIN)

    expect(context.pages()).toHaveLength(1)
    expect([page.url(), await page.locator('.ProseMirror').innerText()]).toEqual(before)
  },
)
