import { expect } from 'vitest'
import { signInBeside, signOutBeside } from '#tests/support/besides.ts'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

async function callNamesOf(letter: string): Promise<readonly string[]> {
  const visitor = await demo.visitor(letter)
  const { items } = (await visitor.get('/api/cases')).body as { items: { callName: string; state: string }[] }
  return items.filter(({ state }) => state !== 'closed').map(({ callName }) => callName)
}

for (const path of ['/', '/cases'])
  browserTest(
    `[AC3.5] whoever signs in next in the same browser sees nothing of what ${path} showed before`,
    async () => {
      const own = await callNamesOf('E')
      const strange = (await callNamesOf('B')).filter((name) => !own.includes(name))
      const { page, context } = await demo.person({ letter: 'B', size: DESK })
      await page.goto(demo.address + path)
      await page.locator('tbody tr').first().waitFor()
      const seen = async () => {
        const text = await page.locator('main').innerText()
        return strange.filter((name) => text.includes(name))
      }
      expect(await seen()).not.toEqual([])

      await signOutBeside(context, demo.address)
      await signInBeside(context, demo.address, 'E')
      const answered = Promise.withResolvers<void>()
      await page.route(/\/api\/(cases|conferences)$/, async (route) => {
        await answered.promise
        await route.continue()
      })
      // The page comes to the front again.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
      await page.locator('header').getByText('Eさん').waitFor({ timeout: 5_000 })
      expect(await seen()).toEqual([])
      answered.resolve()
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await seen()).toEqual([])
    },
  )

browserTest('[UI2.15] what one member did, and the way to take it back, is not left to the next', async () => {
  const { page, context } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(demo.address + NOTE)
  const own = page.getByLabel('Bさんの出欠')
  await own.selectOption((await own.inputValue()) === 'present' ? 'absent' : 'present')
  const said = page.getByRole('status').filter({ hasText: 'Bさんを' })
  await said.waitFor()

  await signOutBeside(context, demo.address)
  await signInBeside(context, demo.address, 'D')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await page.locator('header').getByText('Dさん').waitFor({ timeout: 5_000 })
  expect(await said.count()).toBe(0)
})

browserTest('[AC3.6] a note that stands in another tab is shown no more once its reader has logged out', async () => {
  const { page, context } = await demo.personAtNote({ letter: 'B', size: DESK })
  const other = await context.newPage()
  await other.goto(demo.address)
  await other.getByRole('button', { name: 'ログアウト' }).click()

  await page.locator('.ProseMirror').waitFor({ state: 'detached' })
  await page.getByText('ログアウトしたため、文書を閉じました。').waitFor()
})
