import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import {
  breachesOn,
  DESK,
  isWithoutBrowser,
  type Person,
  PHONE,
  personAt,
  takePicture,
} from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { keyboardUser } from '#tests/support/keyboardUser.ts'
import { listenToData, strangersAmong, wordsOn } from '#tests/support/screenWords.ts'

const WRITTEN = '住まいは市と調整する。'

const demo = demoInBrowser()

/** A conference with a note that has versions, and that is over. */
async function endTheConference(): Promise<void> {
  const { page, context } = await personAt(demo.browser, demo.address, { letter: 'B', size: DESK })
  await demo.openNote(page)
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.type(WRITTEN)
  await page.locator('[data-sync-status=saved]').waitFor()
  await page.getByRole('button', { name: '会議を終える' }).click()
  await page.getByRole('dialog').getByRole('button').first().click()
  await page.getByText('会議を終えました').waitFor()
  await context.close()
}

beforeAll(async () => {
  if (!isWithoutBrowser()) await endTheConference()
})

/** Goes to the panel by the keyboard and opens it. */
async function openPanel(page: Page) {
  const user = keyboardUser(page)
  await page.goto(demo.address + NOTE)
  await page.getByText(WRITTEN).first().waitFor()
  await page.getByRole('button', { name: '作業の跡の廃棄' }).waitFor()
  await user.choose('作業の跡の廃棄', 'Enter')
  await page.getByText('永久になくなるもの').waitFor()
  return user
}

/** Words that the document's generation never takes. */
async function typeWhileCutOff({ page, context }: Person): Promise<string> {
  const words = `幅${page.viewportSize()?.width}で切れている間に書いた文。`
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.address })
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.press('End')
  await context.setOffline(true)
  await page.keyboard.type(words)
  await page.locator('[data-sync-status=offline]').waitFor()
  return words
}

/** Comes back to another generation: the words are copied from the notice and put into the new document by hand. */
async function typeItAgain({ page, context }: Person, words: string): Promise<void> {
  await context.setOffline(false)
  await page.getByLabel('送る前だった文').click()
  const asked = page.waitForEvent('dialog')
  await page.evaluate(() => setTimeout(() => location.reload()))
  expect((await asked).type()).toBe('beforeunload')
  await (await asked).dismiss()
  expect(await page.getByLabel('送る前だった文').inputValue()).toBe(words)
  await page.getByRole('button', { name: '未送信の文を写す' }).press('Enter')
  await page.getByRole('status').getByText('未送信の文を写しました').waitFor()
  await takePicture(page, `generation-${page.viewportSize()?.width}.png`)
  await page.getByRole('button', { name: '新しい文書を開く' }).press('Enter')
  await page.locator('.ProseMirror').getByText(WRITTEN).first().waitFor()
  expect(await page.locator('.ProseMirror').innerText()).not.toContain(words)
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.press('Control+v')
  await page.locator('[data-sync-status=saved]').waitFor()
  await page.getByRole('button', { name: '写し終えた' }).press('Enter')
}

browserTest.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])(
  '[LD9.3] [LD9.4] at %s two people destroy a trail by the keyboard alone: one with a reason, another with the exact name',
  async (name, size) => {
    const coordinator = await demo.person({ letter: 'B', size })
    const asker = await openPanel(coordinator.page)
    await asker.choose('廃棄を依頼する', 'Enter')
    await asker.choose('記録が確定した', 'Space')
    await asker.fill(/^理由/, '会議録を確定したため')
    const breaches = [...(await breachesOn(coordinator.page))]
    await takePicture(coordinator.page, `trail-ask-${size.width}.png`)
    await asker.press('Enter')
    await coordinator.page.getByText('自分の依頼は自分で確かめられません').waitFor()
    await takePicture(coordinator.page, `trail-asked-${size.width}.png`, 'whole')

    const unsent = await typeWhileCutOff(coordinator)
    const staff = await demo.person({ letter: 'D', size })
    await staff.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.address })
    const title = await coordinator.page.locator('h1').innerText()
    const confirmer = keyboardUser(staff.page)
    await staff.page.goto(demo.address)
    await staff.page.getByRole('heading', { name: 'あなたの確認を待っています' }).waitFor()
    await takePicture(staff.page, `trail-waiting-${size.width}.png`)
    await confirmer.choose(title, 'Enter')
    await staff.page.getByText('「作業の跡の廃棄」が依頼されています').waitFor()
    await staff.page.getByText('永久になくなるもの').waitFor()
    await confirmer.choose('廃棄する', 'Enter')
    await confirmer.fill(/^会議の名前/, `${title}の続き`)
    await confirmer.press('Enter')
    await staff.page.getByText('会議の名前と違います').waitFor()
    breaches.push(...(await breachesOn(staff.page)))
    await takePicture(staff.page, `trail-confirm-${size.width}.png`)
    for (let count = 0; count < 'の続き'.length; count += 1) await confirmer.press('Backspace')
    await confirmer.press('Enter')

    await staff.page.getByText('作業の跡を廃棄しました').waitFor()
    await confirmer.choose('ハッシュ値を写す', 'Enter')
    await staff.page.getByText('写しました。').waitFor()
    const copied = await staff.page.evaluate(() => navigator.clipboard.readText())
    breaches.push(...(await breachesOn(staff.page)))
    await takePicture(staff.page, `trail-destroyed-${size.width}.png`, 'whole')
    expect(copied).toMatch(/^[0-9a-f]{64}$/)
    expect(await staff.page.locator('ol code').first().innerText()).toBe(copied)

    await typeItAgain(coordinator, unsent)
    await staff.page.getByText(unsent).first().waitFor()
    await coordinator.page.getByRole('button', { name: '版', exact: true }).press('Enter')
    await coordinator.page.getByText('まだ版はありません').waitFor()
    expect(await coordinator.page.locator('.ProseMirror').innerText()).toContain(WRITTEN)
    // The browser notes each attempt to connect while there is no network.
    const complaints = coordinator.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))
    expect([name, breaches, complaints, staff.complaints]).toEqual([name, [], [], []])
  },
)

browserTest('[LD9.3] in English the panel and its form say nothing in Japanese but what people wrote', async () => {
  const { page, context } = await demo.person({ letter: 'B', size: DESK, language: 'en' })
  const data = await listenToData(context)
  const strangers = async () => strangersAmong(await wordsOn(page), { data: data.texts(), language: 'en' })
  await page.goto(demo.address + NOTE)
  await page.getByRole('button', { name: 'Destroying the working trail' }).click()
  await page.getByText('What goes for ever').waitFor()
  const found = [...(await strangers())]
  await page.getByRole('button', { name: /^Ask/ }).click()
  await page.getByRole('dialog').getByLabel('Reason').press('Enter')
  await page.getByText('Enter the reason').waitFor()
  found.push(...(await strangers()))
  await takePicture(page, 'trail-english.png')

  expect(found).toEqual([])
})
