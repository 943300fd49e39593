import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { breachesOn, DESK, isWithoutBrowser, openBrowser, PHONE, personAt } from '#tests/support/browser.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'

const skip = isWithoutBrowser()
const NOTE = `/conferences/${fixedId('conference', 1)}`
const picture = (name: string) => join(process.env.PICTURES_DIR ?? tmpdir(), name)

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  if (skip) return
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test.skipIf(skip).each([
  ['a desk', DESK, '県とも相談する。'],
  ['a phone', PHONE, '保健師に電話をかけておく。'],
])(
  '[LD6.3] at %s a version is named, compared by the keyboard, brought back and that undone',
  async (name, size, added) => {
    const { page, context, complaints } = await personAt(browser, server.address, { letter: 'B', size })
    await page.goto(server.address + NOTE)
    const line = page.locator('.ProseMirror p').first()
    await line.click()
    await page.keyboard.type('住まいは市と調整する。')
    await page.getByText('保存済み').first().waitFor()

    await page.getByRole('button', { name: '版', exact: true }).press('Enter')
    await page.getByLabel('版の名前').fill(`${name}の前`)
    await page.keyboard.press('Enter')
    await page.getByText(`${name}の前`).first().waitFor()
    await line.click()
    await page.keyboard.press('End')
    await page.keyboard.type(added)
    await page.getByText('保存済み').first().waitFor()
    await page
      .getByRole('button', { name: /^今との違い/ })
      .first()
      .press('Enter')
    await page.locator('ins', { hasText: added }).waitFor()
    await page.screenshot({ path: picture(`difference-${size.width}.png`) })
    const breaches = await breachesOn(page)
    await page.keyboard.press('Escape')

    await page
      .getByRole('button', { name: /^この版に戻す/ })
      .first()
      .press('Enter')
    await page.getByRole('dialog').locator('del', { hasText: added }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'この版に戻す' }).press('Enter')
    await page.getByText('版を戻しました。').waitFor()
    await page.waitForFunction((words) => !document.querySelector('.ProseMirror')?.textContent?.includes(words), added)
    await page.getByRole('button', { name: '取り消す' }).press('Enter')
    await page.waitForFunction((words) => document.querySelector('.ProseMirror')?.textContent?.includes(words), added)
    await page.getByRole('button', { name: 'だれがいつ書いたか' }).press('Enter')
    await page.getByRole('dialog').getByText('Bさん').first().waitFor()
    await page.keyboard.press('Escape')
    await page.screenshot({ path: picture(`versions-${size.width}.png`), fullPage: true })

    expect([name, breaches, complaints]).toEqual([name, [], []])
    await context.close()
  },
)
