import { expect } from 'vitest'
import { DESK, openKeepingBrowser } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser({ open: openKeepingBrowser })

browserTest(
  '[AC7.26] whoever goes back in the browser after a log-out is shown nothing of what was there',
  async () => {
    const { page } = await demo.person({ letter: 'B', size: DESK, path: '/cases' })
    await page.getByRole('link', { name: 'かもめ' }).waitFor()
    // Gone with the page, unless the browser has kept it.
    await page.evaluate(() => {
      addEventListener('pageshow', () => {
        document.title = document.querySelector('main')?.innerText ?? ''
      })
    })

    await page.getByRole('button', { name: 'ログアウト' }).click()
    await page.getByRole('button', { name: 'Bさんで入る' }).waitFor()
    // The browser's own way back: waiting for one that was kept never ends.
    await page.evaluate(() => history.back())

    await page.getByRole('button', { name: 'ログインする' }).waitFor()
    expect(await page.title()).not.toContain('かもめ')
  },
)
