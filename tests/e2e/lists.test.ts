import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()
const UPRIGHT = { width: 768, height: 1024 }
/** What is between the margins of an A4 sheet. Unit: CSS pixels. */
const SHEET = { width: 632, height: 960 }

const OF_A = ['/council']
const OF_B = ['/', '/cases', `/cases/${demoCaseId('かもめ')}`, '/conferences', '/council']

browserTest.each([
  ['A', 'ja', OF_A],
  ['A', 'en', OF_A],
  ['B', 'ja', OF_B],
  ['B', 'en', OF_B],
] as const)('[UI3.12] no list of %s (%s) is wider than a tablet held upright', async (letter, language, pages) => {
  const { page } = await demo.regular({ letter, size: UPRIGHT, language })
  const widths: number[] = []
  for (const path of pages) {
    await demo.show(page, path)
    await page.getByRole('table').first().waitFor()
    widths.push(await page.evaluate(() => document.documentElement.scrollWidth))
  }
  expect(widths).toEqual(pages.map(() => UPRIGHT.width))
})

browserTest('[UI3.13] at the desk what can be done with a member stands on one line', async () => {
  const { page } = await demo.regular({ letter: 'A', size: DESK, path: '/council' })
  const row = page.getByRole('table', { name: '構成員' }).getByRole('row', { name: /^Bさん/ })
  await row.waitFor()
  const tops = await row
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top)))
  expect(tops).toHaveLength(4)
  expect(new Set(tops).size).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(DESK.width)
})

/** Tables that reach beyond what they stand in, and by how much. */
const beyondMargin = (page: Page) =>
  page.locator('table').evaluateAll((tables) =>
    tables.flatMap((table) => {
      const right = (element: Element | null) => element?.getBoundingClientRect().right ?? 0
      const beyond = Math.round(right(table) - right(table.parentElement))
      return beyond > 0 ? [`${(table as HTMLTableElement).caption?.textContent}: ${beyond} at ${innerWidth}`] : []
    }),
  )

browserTest.each([
  ['ja', '/council', /^終わりを取り消す/],
  ['en', '/council', /^Take the end back/],
  ['ja', '/council/year-change', /^後任/],
  ['en', '/council/year-change', /^Successor/],
] as const)(
  '[CL3.15] at a desk, in a narrower window too, no list (%s) of %s reaches beyond the margin, with all that can be done in it',
  async (language, path, act) => {
    const until = addDays(dayInJapan(instant(Date.now())), 20)
    const administrator = await demo.visitor('A')
    for (const letter of 'IK') await administrator.post(`/api/members/${demoMemberId(letter)}/ending`, { on: until })
    const { page } = await demo.person({ letter: 'A', size: DESK, language, path })
    const by = page.getByLabel(/^(この日までに任期が終わる人|Whose term ends by)/)
    if (path !== '/council') await by.fill(until)
    await page.getByRole('button', { name: act }).first().waitFor()
    const beyond: string[] = []
    for (const width of [DESK.width, 1280, 1024]) {
      await page.setViewportSize({ ...DESK, width })
      beyond.push(...(await beyondMargin(page)))
    }
    expect(beyond).toEqual([])
  },
)

browserTest.each([
  ['a desk', DESK, 'ja', /^Sさん/, '任期を終える', 'この日で終える', '終わりを取り消す', '任期を続ける'],
  ['a phone', PHONE, 'en', /^Qさん/, 'End the term', 'End on this day', 'Take the end back', 'Let the term go on'],
] as const)(
  '[CL1.25] at %s a term that was ended by mistake goes on again, by the list, with nothing beside the screen',
  async (_at, size, language, name, end, endNow, back, backNow) => {
    const { page, complaints } = await demo.person({ letter: 'A', size, language, path: '/council' })
    await page.getByRole('searchbox').fill(size === PHONE ? 'Qさん' : 'えす')
    await takePicture(page, `member-search-${language}.png`)
    const row = page.getByRole('row', { name }).first()
    await row.getByRole('button', { name: end }).press('Enter')
    await page.getByRole('button', { name: endNow }).press('Enter')
    const takeBack = row.getByRole('button', { name: back })
    await takeBack.waitFor()
    const widths = [await page.evaluate(() => document.documentElement.scrollWidth)]
    await row.scrollIntoViewIfNeeded()
    await takePicture(page, `ended-member-${language}.png`)
    await takeBack.press('Enter')
    await page.getByRole('dialog').waitFor()
    const breaches = await breachesOn(page)
    await takePicture(page, `restore-member-${language}.png`)
    await page.getByRole('button', { name: backNow }).press('Enter')
    await row.getByRole('button', { name: end }).waitFor()

    expect([widths, breaches, complaints]).toEqual([[size.width], [], []])
  },
)

browserTest.each([
  ['ja', '構成員', '構成機関職員', '事務局'],
  ['en', 'Members', 'Administrator', 'Secretariat'],
] as const)(
  '[UI3.14] on paper (%s) the list of members has whole words, and nothing of what only administrators do',
  async (language, title, role, office) => {
    const { page } = await demo.regular({ letter: 'A', size: DESK, language, path: '/council' })
    const table = page.getByRole('table', { name: title })
    await table.waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(SHEET)
    const linesOf = (word: string) =>
      table
        .getByText(word, { exact: true })
        .first()
        .evaluate((text) => text.getClientRects().length)
    expect([await linesOf(role), await linesOf(office)]).toEqual([1, 1])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SHEET.width)
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
    expect(await page.getByText(/パスワードをなくした人|lost their password/).isVisible()).toBe(false)
  },
)

/** On how many lines each of these stands, which is looked for by its whole text. */
const linesAt = (page: Page, texts: readonly string[]) =>
  Promise.all(
    texts.map((text) =>
      page
        .getByText(text, { exact: true })
        .first()
        .evaluate((element) => {
          const words = document.createRange()
          words.selectNodeContents(element)
          return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size
        }),
    ),
  )

browserTest('[UI3.26] in a council of few people, without offices, no heading and no login name is torn', async () => {
  const { page } = await demo.person({ letter: 'A', size: DESK })
  // As a council is that has just begun: the demo has somebody in every office.
  await page.route('**/api/members', async (route) => {
    const answer = await route.fetch()
    const { items } = (await answer.json()) as { items: object[] }
    const few = items.slice(0, 2).map((one) => ({ ...one, offices: [], hasAccount: true, loginName: 'yamada.hanako' }))
    await route.fulfill({ response: answer, json: { items: few, next: null } })
  })
  await page.goto(`${demo.address}/council`)
  await page.getByText('yamada.hanako').first().waitFor()

  expect(await linesAt(page, ['役職', '使い方', 'yamada.hanako'])).toEqual([1, 1, 1])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(DESK.width)
})

browserTest('[UI3.27] at the desk the conference of a decision is named on one line', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK, path: `/cases/${demoCaseId('かもめ')}` })
  const rows = page.getByRole('table', { name: '残っている決定事項と対応事項' })
  const name = rows.getByRole('link', { name: '第2回個別ケース会議' }).first()
  await name.waitFor()

  expect(await name.evaluate((link) => link.getBoundingClientRect().height)).toBeLessThan(48)
})

browserTest('[UI3.15] on paper a basis and a day have whole words, and links and states are black', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK, path: `/cases/${demoCaseId('かもめ')}` })
  const bases = page.getByRole('table', { name: '情報共有の根拠' })
  await bases.waitFor()
  const due = page.getByRole('cell', { name: /^令和\d+年\d+月\d+日$/ }).first()
  await due.waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(SHEET)
  const lines = (element: Element) => {
    const words = document.createRange()
    words.selectNodeContents(element)
    return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size
  }
  const colour = (element: Element) => getComputedStyle(element).color
  const state = bases.getByText('有効', { exact: true })
  const link = page.getByRole('link', { name: '第3回個別ケース会議' })
  expect([
    await bases.getByText('本人の同意', { exact: true }).evaluate(lines),
    await due.locator('[data-content]').evaluate(lines),
  ]).toEqual([1, 1])
  expect([await state.evaluate(colour), await link.evaluate(colour)]).toEqual(['rgb(0, 0, 0)', 'rgb(0, 0, 0)'])
  const discloser = bases.getByRole('cell').first()
  expect((await discloser.boundingBox())?.width).toBeGreaterThan(80)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SHEET.width)
})

browserTest('[UI3.16] in forced colours the head of a block leaves the corners of its frame to it', async () => {
  const { page } = await demo.personAtNote({ letter: 'B', size: DESK })
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.type('/決定')
  await page.locator('.command-line').first().waitFor()
  await page.keyboard.press('Enter')
  const corner = await page
    .locator('.decision-block .block-head')
    .evaluate((head) => [
      Number.parseFloat(getComputedStyle(head).borderTopRightRadius),
      Number.parseFloat(getComputedStyle(head.closest('.decision-block') ?? head).borderTopRightRadius),
    ])
  // Within the frame, whose line is one pixel thick.
  expect(corner[0]).toBe((corner[1] ?? 0) - 1)
})
