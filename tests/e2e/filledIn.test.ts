import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { breachesOn, DESK, newProfile, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

/** What the browser asked; every question is answered with staying. */
function questionsOn(page: Page): readonly string[] {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  return asked
}

async function fillNewCase(page: Page, callName: string): Promise<void> {
  await page.getByLabel(/^呼び名/).pressSequentially(callName)
  await page.getByRole('group').locator('label').first().click()
}

/** Loads the page anew as a person does; where they stay, no load comes. */
const reload = (page: Page) => page.evaluate(() => location.reload())

browserTest('[UI2.13] a form that is half filled in is not lost to a reload; a sent one asks nothing', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(`${demo.address}/cases/new`)
  const asked = questionsOn(page)
  await page.getByLabel(/^呼び名/).click()
  await page.reload()
  expect(asked).toEqual([])
  await fillNewCase(page, '半ば')
  await reload(page)
  await expect.poll(() => asked).toEqual(['beforeunload'])
  expect(await page.getByLabel(/^呼び名/).inputValue()).toBe('半ば')
  await page.getByRole('button', { name: 'ケースを開く' }).click()
  await page.getByRole('heading', { name: /半ば/, level: 1 }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: /半ば/, level: 1 }).waitFor()
  expect(asked).toEqual(['beforeunload'])
})

browserTest('[UI2.13] logging out over a half filled form leaves at once', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(`${demo.address}/cases/new`)
  const asked = questionsOn(page)
  await fillNewCase(page, '半ば')
  await page.getByRole('button', { name: 'ログアウト' }).click()
  await page.getByRole('button', { name: 'Bさんで入る' }).waitFor()
  expect(asked).toEqual([])
})

browserTest(
  '[UI2.13] a link and Back ask before they take a half filled form away; what was sent or given up asks nothing',
  async () => {
    const { page } = await demo.person({ letter: 'B', size: DESK })
    await page.goto(`${demo.address}/cases`)
    await page.getByRole('main').getByRole('link', { name: 'ケースを開く' }).first().click()
    await fillNewCase(page, '半ば')
    const question = page.getByRole('dialog', { name: '送っていない入力があります' })
    const stay = () => question.getByRole('button', { name: 'このページにとどまる' }).click()
    await page.getByRole('link', { name: '協議会', exact: true }).click()
    await question.waitFor()
    expect(await breachesOn(page)).toEqual([])
    await takePicture(page, 'leaving-a-form.png')
    await stay()
    await page.evaluate(() => history.back())
    await question.waitFor()
    await stay()
    expect(await page.getByLabel(/^呼び名/).inputValue()).toBe('半ば')
    await page.getByRole('button', { name: 'ケースを開く' }).click()
    await page.getByRole('heading', { name: /半ば/, level: 1 }).waitFor()

    await page.getByRole('link', { name: '概要を変更する' }).click()
    await page.getByLabel(/^呼び名/).fill('かえない')
    await page.getByRole('link', { name: 'やめる' }).click()
    await page.getByRole('heading', { name: /半ば/, level: 1 }).waitFor()
    await page.getByRole('link', { name: '概要を変更する' }).click()
    await page.getByLabel(/^呼び名/).fill('かえない')
    await page.getByRole('link', { name: '協議会', exact: true }).click()
    await question.getByRole('button', { name: '移動する' }).click()
    await page.getByRole('heading', { name: '機関', level: 2 }).waitFor()
  },
)

browserTest('[UI2.13] Back asks over a half filled dialog too, and staying leaves it as it is', async () => {
  const { page } = await demo.person({ letter: 'B', size: PHONE })
  await page.goto(`${demo.address}/cases`)
  await page.getByRole('link', { name: 'かもめ' }).click()
  await page.getByRole('button', { name: '機関を加える' }).click()
  const form = page.getByRole('form', { name: '支援チームに加える' })
  await form.locator('label').filter({ hasText: '住居' }).click()
  // A press beside it loses nothing of what was ticked.
  await page.mouse.click(200, 20)
  await page.evaluate(() => history.back())
  await page.getByRole('button', { name: 'このページにとどまる' }).click()
  expect(await form.getByLabel('住居').isChecked()).toBe(true)
  await page.evaluate(() => history.back())
  await page.getByRole('button', { name: '移動する' }).click()
  await page.getByRole('heading', { name: 'ケース', level: 1 }).waitFor()
})

browserTest('[UI2.13] a link asks over a half filled set-up of a council too', async () => {
  const nobody = await newProfile(demo.browser, { size: PHONE })
  onTestFinished(() => nobody.close())
  const page = await nobody.newPage()
  await page.goto(`${demo.address}/set-up`)
  await page.getByLabel(/^協議会の名前/).fill('みほん県さんご町')
  await page.getByRole('link', { name: 'はじめに' }).click()
  await page.getByRole('button', { name: 'このページにとどまる' }).click()
  expect(await page.getByLabel(/^協議会の名前/).inputValue()).toBe('みほん県さんご町')
})

browserTest(
  '[LD5.38] half a date in a field of a block is asked about before the note is left, a whole one is not',
  async () => {
    const { page } = await demo.personAtNote({ letter: 'B', size: DESK })
    await page.locator('.ProseMirror p').last().click()
    await page.keyboard.type('/対応')
    await page.locator('.command-line').waitFor()
    await page.keyboard.press('Enter')
    const asked = questionsOn(page)
    const dueOn = page.getByLabel('期限').last()
    await dueOn.pressSequentially('令和8年12月')
    await page.locator('[data-sync-status=saved] [data-sign=saved]').waitFor()

    await reload(page)
    await expect.poll(() => asked).toEqual(['beforeunload'])
    await page.getByRole('link', { name: '協議会', exact: true }).click()
    await page.getByRole('button', { name: 'このページにとどまる' }).click()
    expect(await dueOn.inputValue()).toBe('令和8年12月')

    await dueOn.fill('令和8年12月18日')
    await page.locator('[data-sync-status=saved] [data-sign=saved]').waitFor()
    await page.getByRole('link', { name: '協議会', exact: true }).click()
    await page.getByRole('heading', { name: '機関', level: 2 }).waitFor()
    expect(asked).toHaveLength(1)
  },
)
