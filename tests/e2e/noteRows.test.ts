import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import type * as Y from 'yjs'
import { plainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { addActionItem, addDecision } from '#tests/support/councilBlocks.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { Participant } from '#tests/support/participant.ts'

const demo = demoInBrowser()
const OPEN = fixedId('conference', 1)
const BEFORE = fixedId('conference', 3)
const CASE = `/cases/${demoCaseId('かもめ')}`

/** Writes into a conference's note as its coordinator, from another machine. */
async function write(conferenceId: string, change: (doc: Y.Doc) => void): Promise<void> {
  const b = await demo.visitor('B')
  const { documentId } = (await b.get(`/api/conferences/${conferenceId}`)).body
  const address = demo.address.replace('http', 'ws')
  const writer = new Participant({ address, documentId, origin: demo.address, cookie: b.cookie })
  await writer.settled()
  change(writer.doc)
  await writer.settled()
  writer.leave()
}

/** Unit: pixels that the page is wider than its window. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

beforeAll(async () => {
  await write(BEFORE, (doc) => {
    addDecision(doc, '住まいを先に探し、仕事は落ち着いてから考える。')
    addDecision(doc, '通院先の変更は、本人の希望を聞いてから決める。', { state: 'held' })
    addActionItem(doc, '受け入れられる住まいを三件さがし、本人と見に行く。', {
      ...{ organisationName: 'みなと市福祉課（架空）', personName: 'Dさん', dueOn: plainDate('2020-04-01') ?? '' },
    })
    addActionItem(doc, '保証人のいない契約ができるか所属で確かめる。', { state: 'takenBack' })
    addActionItem(doc, '初回の受診に付き添う。')
    addActionItem(doc, '住民票を移す。', { state: 'done', organisationName: 'みなと市福祉課（架空）' })
  })
})

browserTest.each([
  ['a desk', DESK, 'ja', '残っている決定事項と対応事項', /^決まったことと済んだこと/],
  ['a phone', PHONE, 'en', 'Decisions and action items still open', /^Decided and done/],
] as const)(
  '[CS7.1] at %s a case shows what its notes decided and left open, and what is written meanwhile within five seconds',
  async (_at, size, language, table, fold) => {
    const { page, complaints } = await demo.person({ letter: 'B', size, language, path: CASE })
    const open = page.getByRole('table', { name: table })
    await open.getByText('初回の受診に付き添う。').waitFor()

    const word = `${language}の間に書かれた用件`
    await write(OPEN, (doc) => addActionItem(doc, word))
    await open.getByText(word).waitFor({ timeout: 5_000 })
    await page.getByRole('button', { name: fold }).press('Enter')
    await page.getByText('住民票を移す。').waitFor()
    const wide = await overhang(page)
    const breaches = await breachesOn(page)
    await takePicture(page, `case-rows-${language}.png`, 'whole')

    expect([wide, breaches, complaints]).toEqual([0, [], []])
  },
)

browserTest.each([
  ['a desk', DESK, 'ja', /^前回までの決定・対応事項（\d+件）/, false],
  ['a phone', PHONE, 'en', /^Decided and open so far \(\d+\)/, true],
] as const)(
  '[CF3.3] at %s the open conference has what earlier ones left open, and whoever writes keeps their place when that changes',
  async (_at, size, language, fold, isFolded) => {
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size, language })
    const button = page.getByRole('button', { name: fold })
    await button.waitFor()
    if (isFolded) await button.press('Enter')
    await page.getByText('初回の受診に付き添う。').waitFor()
    const line = page.locator('.ProseMirror p').first()
    await line.click()
    await page.keyboard.type('はじめ')

    const word = `${language}の間に前回へ足された用件`
    await write(BEFORE, (doc) => addActionItem(doc, word))
    await page.getByText(word).waitFor({ timeout: 5_000 })
    await page.keyboard.type('おわり')

    expect(await line.textContent()).toContain('はじめおわり')
    const found = [await overhang(page), await breachesOn(page), complaints]
    await takePicture(page, `conference-rows-${language}.png`, 'whole')
    expect([new URL(page.url()).pathname, found]).toEqual([NOTE, [0, [], []]])
  },
)

browserTest(
  '[CS7.1] a printed case has what is left to do under its headings, and what is done only where it was opened',
  async () => {
    const { page } = await demo.person({ letter: 'B', size: DESK, path: CASE })
    const fold = page.getByRole('button', { name: /^決まったことと済んだこと/ })
    await fold.waitFor()
    const shown = async () => {
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width: 632, height: 960 })
      const texts = ['初回の受診に付き添う。', '住民票を移す。', '決まったことと済んだこと（5件）']
      const seen = await Promise.all(texts.map((text) => page.getByText(text, { exact: true }).isVisible()))
      await takePicture(page, 'case-rows-paper.png', 'whole')
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize(DESK)
      return seen
    }

    const folded = await shown()
    await fold.click()

    expect([folded, await shown()]).toEqual([
      [true, false, false],
      [true, true, false],
    ])
  },
)

browserTest.each([
  ['a desk', DESK, 'ja', '対応事項'],
  ['a phone', PHONE, 'en', 'Action items'],
] as const)(
  '[CF3.5] at %s the day’s work has what one’s organisation is to do, and leads to its row in the note',
  async (_at, size, language, title) => {
    const { page, complaints } = await demo.person({ letter: 'D', size, language, path: '/' })
    const work = '住まいが決まった後の生活費の見通しを、窓口で確かめる。'
    const row = page.getByRole('table', { name: title }).getByRole('row', { name: work })
    await row.waitFor()
    const found = [await overhang(page), await breachesOn(page)]
    await takePicture(page, `home-${language}.png`, 'whole')
    await row.getByRole('link').click()

    const block = page.locator('.action-item-block', { hasText: work })
    await block.and(page.locator(':focus')).waitFor()
    expect([found, complaints]).toEqual([[0, []], []])
  },
)

browserTest.each([
  ['a desk', DESK, 'ja', '未確認の全員を出席にする', '元に戻す', '未確認'],
  ['a phone', PHONE, 'en', 'Mark everybody not known as present', 'Undo', 'Not known'],
] as const)(
  '[CF5.2] at %s everybody of whom nothing is noted is noted as present by one key, and that is taken back by one',
  async (_at, size, language, all, undo, unknown) => {
    const b = await demo.visitor('B')
    for (const letter of ['B', 'D'])
      await b.send('PUT', `/api/conferences/${OPEN}/attendance/${demoMemberId(letter)}`, { state: 'invited' })
    const { page, complaints } = await demo.personAtNote({ letter: 'B', size, language })
    const states = page.getByRole('combobox', { name: language === 'ja' ? /の出欠$/ : /^Attendance of/ })
    const said = () =>
      states.evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).selectedOptions[0]?.text))
    const before = await said()
    await page.getByRole('button', { name: all }).press('Enter')
    const takeBack = page.getByRole('status').getByRole('button', { name: undo })
    await takeBack.waitFor()
    const noted = await said()
    const found = [await overhang(page), await breachesOn(page)]
    await takePicture(page, `all-present-${language}.png`, 'whole')
    await takeBack.press('Enter')
    await page.getByRole('button', { name: all }).waitFor()

    expect([before.includes(unknown), noted.includes(unknown), await said()]).toEqual([true, false, before])
    await takePicture(page, `all-present-again-${language}.png`, 'whole')
    expect([found, complaints]).toEqual([[0, []], []])
  },
)

browserTest(
  '[UI3.22] beside the words of a task the whole name of its organisation stands, and whole words of who came',
  async () => {
    await write(OPEN, (doc) =>
      addActionItem(doc, '窓口へ行く。', { organisationName: 'みほん県地域生活定着支援センター' }),
    )
    const { page } = await demo.personAtNote({ letter: 'B', size: DESK, language: 'en' })
    const cut = await page
      .locator('.block-field-control')
      .evaluateAll((fields) =>
        fields.filter((field) => field.scrollWidth > field.clientWidth).map((field) => Reflect.get(field, 'value')),
      )
    const states = page.getByRole('combobox', { name: /^Attendance of/ })
    const narrow = await states.first().evaluate((state) => {
      const { paddingLeft, paddingRight } = getComputedStyle(state)
      const pen = document.createElement('canvas').getContext('2d')
      if (pen === null) return ['no pen']
      const { font, letterSpacing } = getComputedStyle(state)
      Object.assign(pen, { font, letterSpacing })
      const room = state.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      return [...state.querySelectorAll('option')]
        .map(({ text }) => text)
        .filter((text) => pen.measureText(text).width > room)
    })

    expect([cut, narrow]).toEqual([[], []])
  },
)

// Last: what they write makes the pages of the others long.
browserTest.each([
  ['a desk', DESK],
  ['a phone', PHONE],
] as const)(
  '[CF3.4] at %s a coordinator goes from a row of the case to that row in the note of a conference that has ended, and says there that it is done',
  async (at, size) => {
    const work = `${at}から済んだことにする用件`
    await write(BEFORE, (doc) => {
      addActionItem(doc, work)
      for (let more = 0; more < 30; more += 1) addDecision(doc, `${at}のあとの${more}`)
    })
    const { page, complaints } = await demo.person({ letter: 'B', size, path: CASE })
    const row = page.getByRole('row', { name: work })
    await row.getByRole('link').click()

    const block = page.locator('.action-item-block', { hasText: work })
    await block.and(page.locator(':focus-within')).waitFor()
    await page.keyboard.press('ArrowRight')
    const isWholeInSight = await block.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      const bar = document.querySelector('.live-bar')?.getBoundingClientRect().bottom ?? 0
      return top >= bar && bottom <= innerHeight
    })
    await page.keyboard.press('Tab')
    const isFieldReached = await block
      .locator('input')
      .first()
      .evaluate((input) => input === document.activeElement)
    await takePicture(page, `sought-row-${size.width}.png`)
    await block.getByRole('combobox').last().selectOption('done')
    await page.getByText('保存済み').first().waitFor()

    await page.goto(demo.address + CASE)
    await page.getByRole('button', { name: /^決まったことと済んだこと/ }).click()
    const settled = page.getByRole('table', { name: '決まったことと済んだこと' })
    await settled.getByText(work).waitFor()
    expect([isWholeInSight, isFieldReached, complaints]).toEqual([true, true, []])
  },
)

browserTest('[CF3.4] who may only read has that row of the note before them', async () => {
  const work = '読む人が見に行く用件'
  await write(BEFORE, (doc) => {
    for (let more = 0; more < 30; more += 1) addDecision(doc, `読む人の前の${more}`)
    addActionItem(doc, work)
  })
  const { page, complaints } = await demo.person({ letter: 'D', size: DESK, path: CASE })
  await page.getByRole('row', { name: work }).getByRole('link').click()

  const block = page.locator('.action-item-block', { hasText: work })
  await block.and(page.locator(':focus')).waitFor()
  await takePicture(page, 'sought-row-reader.png')
  expect([await block.isVisible(), complaints]).toEqual([true, []])
})
