import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { formatJapaneseDate } from '#shared/domain/japaneseDate.ts'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { type KeyboardUser, keyboardUser } from '#tests/support/keyboardUser.ts'

const demo = demoInBrowser()

interface AtKeyboard {
  readonly page: Page
  readonly user: KeyboardUser
}

const headed = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
const said = (page: Page, words: string) => page.getByText(words).first().waitFor()

async function opensACase({ page, user }: AtKeyboard): Promise<void> {
  await user.choose('ケースを開く', 'Enter')
  await headed(page, 'ケースを開く')
  await user.fill(/^呼び名/, 'あけぼの')
  await user.choose('住居', 'Space')
  await user.choose('ケースを開く', 'Enter')
  await page.getByRole('heading', { name: 'あけぼの' }).waitFor()
}

async function recordsABasis({ page, user }: AtKeyboard): Promise<void> {
  await user.choose('根拠を加える', 'Enter')
  await headed(page, '情報共有の根拠を加える')
  await user.choose(/^根拠/, 'ArrowDown')
  await user.choose('社会福祉法人みなとの森', 'Space')
  await user.choose('署名した同意書（様式第4号）', 'Space')
  await user.fill(/^同意した日/, '令和8年3月20日')
  await user.fill(/^いつから/, '令和8年4月1日')
  await user.choose('記録する', 'Enter')
  await said(page, '有効')
}

async function callsAConference({ page, user }: AtKeyboard): Promise<void> {
  await user.choose('会議を招集する', 'Enter')
  await headed(page, '会議を招集する')
  await user.fill(/^会議名/, '第1回 個別ケース会議')
  await user.fill(/^開催日/, formatJapaneseDate(dayInJapan(instant(Date.now()))))
  await user.fill(/^開始時刻/, '14時')
  await user.fill(/^場所/, '第2会議室')
  await user.choose(/^会議の種別/, 'ArrowDown')
  await user.choose(/^根拠/, 'ArrowDown')
  await user.choose('この内容で招集する', 'Enter')
  await headed(page, '第1回 個別ケース会議')
}

async function writesTheNote({ page, user }: AtKeyboard): Promise<void> {
  await user.choose('会議を開く', 'Enter')
  await said(page, '会議を開きました')
  await page.locator('.ProseMirror p').first().waitFor()
  await user.goTo('第1回 個別ケース会議の本文')
  await user.press('Control+End')
  await user.type('/')
  await page.getByRole('option', { name: /決定事項/ }).waitFor()
  await user.press('Enter')
  await user.type('住まいを優先して探す')
  await user.press('Enter')
  await user.type('/')
  await page.getByRole('option', { name: /対応事項/ }).waitFor()
  await user.press('ArrowDown')
  await user.press('Enter')
  await user.type('住宅の相談窓口に連絡する')
  await user.fill('期限', '令和8年12月18日')
  await user.press('Enter')
  await page.locator('[data-sync-status=saved]').waitFor()
}

browserTest(
  '[UI3.2] by keyboard alone a coordinator signs in, opens a case, records a basis, and calls, writes and ends its conference',
  async () => {
    const page = await demo.browser.newPage({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport: DESK })
    onTestFinished(() => page.close())
    const user = keyboardUser(page)

    await page.goto(demo.address)
    await headed(page, '支援につなぐ人たちの、いっしょに書ける作業場')
    await user.choose('Bさんで入る', 'Enter')
    await headed(page, '今日の用件')
    await opensACase({ page, user })
    await recordsABasis({ page, user })
    await callsAConference({ page, user })
    await writesTheNote({ page, user })
    await user.choose('Bさんの出欠', 'ArrowDown')
    await said(page, 'Bさんを「出席」にしました。')
    await user.choose('会議を終える', 'Enter')
    await user.choose('終える', 'Enter')
    await said(page, '会議を終えました')

    await page.reload()
    await page.locator('.ProseMirror').getByText('住まいを優先して探す').waitFor()
    expect(await page.locator('.decision-block').innerText()).toContain('住まいを優先して探す')
    expect(await page.locator('.action-item-block').innerText()).toContain('住宅の相談窓口に連絡する')
    expect(await page.locator('.action-item-block').getByLabel('期限').inputValue()).toContain('12月18日')
    expect(await page.getByRole('list', { name: '出欠' }).innerText()).toContain('出席')
  },
)

browserTest(
  '[LD5.28] what is typed after Enter in a field stands among the words of its block, and is saved',
  async () => {
    const { page } = await demo.regularAtNote({ letter: 'B', size: DESK })
    await page.locator('.ProseMirror p').last().click()
    await page.keyboard.type('/対応')
    await page.locator('.command-line').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('申込みを')
    await page.getByLabel('期限').last().click()
    await page.keyboard.type('R8.12.18')
    await page.keyboard.press('Enter')
    await page.keyboard.type('する。')
    await page.locator('[data-sync-status=saved] [data-sign=saved]').waitFor()
    await demo.openNote(page)

    expect(await page.locator('.action-item-block .block-text').last().innerText()).toBe('申込みをする。')
  },
)

/** True where what has the keyboard, in the text the caret, is not under what stands at the foot of the page. */
const isSeenOverFoot = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const foot = document.querySelector('[role=status] > .shadow-2')?.getBoundingClientRect()
    const active = document.activeElement
    if (foot === undefined || active === null) throw new Error('something was done, and something has the focus')
    const { anchorNode } = getSelection() ?? {}
    const caretIn = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement
    const seen = (active.matches('.ProseMirror') ? (caretIn ?? active) : active).getBoundingClientRect()
    return active.closest('[role=status]') !== null || seen.bottom <= foot.top + 1 || seen.right < foot.left
  })

browserTest('[UI2.24] what was just done covers neither the caret nor what takes the focus', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: { width: 360, height: 640 } })
  await page
    .getByRole('combobox', { name: /の出欠/ })
    .last()
    .selectOption({ label: '代理' })
  await page.getByText(/を「代理」にしました/).waitFor()
  await page.locator('.ProseMirror p').first().click()
  const seen: boolean[] = []
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('記')
    seen.push(await isSeenOverFoot(page))
  }
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('Tab')
    seen.push(await isSeenOverFoot(page))
  }
  expect(seen.filter((isSeen) => !isSeen)).toEqual([])
})

browserTest('[UI3.25] the printed sheet, and the page it leads back to, have the focus when they come', async () => {
  const { page } = await demo.regularAtNote({ letter: 'B', size: DESK })
  const follow = async (name: string, next: string) => {
    await page.getByRole('link', { name }).press('Enter')
    await page.getByRole('heading', { level: 1, name: next }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
  }

  await follow('印刷用の様式', 'ケース会議録')
  await follow('会議の画面へ戻る', '第3回個別ケース会議')
})
