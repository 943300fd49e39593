import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { plainDate } from '#shared/core/time.ts'
import { INFORMATION_CATEGORIES } from '#shared/domain/informationCategory.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { DESK, PHONE } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()
const KAMOME = demoCaseId('かもめ')
const ONLINE = 'https://us02web.example.jp/j/81234567890?pwd=Zk5tQ2hLbW9SdzRrT0pXbVVhM2xYQT09.1AbCdEfGhIjKlMn'

/** A conference at an address without a place to break, on a case called by one long word. */
async function callOnline(): Promise<string> {
  const b = await demo.visitor('B')
  expect((await b.send('PATCH', `/api/cases/${KAMOME}`, { callName: 'W'.repeat(40) })).status).toBe(200)
  const { bases } = (await b.get(`/api/cases/${KAMOME}`)).body as { bases: { id: string; state: string }[] }
  const called = await b.post('/api/conferences', {
    caseId: KAMOME,
    title: 'Videokonferenzvorbereitungsbesprechungsprotokoll',
    meetingKind: 'caseConference',
    startsAt: Date.now() + 86_400_000,
    place: ONLINE,
    basisId: bases.find(({ state }) => state === 'current')?.id ?? null,
    inviteeIds: [demoMemberId('B')],
  })
  expect(called.status).toBe(201)
  return called.body.id
}

/** A person and their organisation, both with the longest of names, on the case's team and in a basis of it. */
async function joinLongNames(): Promise<void> {
  const [a, b] = [await demo.visitor('A'), await demo.visitor('B')]
  const term = { from: plainDate('2026-05-02'), until: plainDate('2030-10-10') }
  const organisation = await a.post('/api/organisations', {
    ...{ name: '長い名の機関'.repeat(7), kana: 'ながい', shortName: '長い', kinds: ['hospital'] },
    ...{ areaCode: null, isMember: true },
  })
  const organisationId = organisation.body.id
  const member = await a.post('/api/members', {
    ...{ name: '寿限無'.repeat(14), kana: 'じゅげむ', organisationId, role: 'adviser', volunteerKind: null },
    ...{ from: plainDate('2026-04-01'), account: null },
  })
  const callName = '五劫の擦り切れ'.repeat(6).slice(0, 40)
  expect((await b.send('PATCH', `/api/cases/${KAMOME}`, { callName })).status).toBe(200)
  const categories = INFORMATION_CATEGORIES
  const place = { organisationId, memberId: member.body.id, categories, ...term }
  const basis = {
    ...{ kind: 'privacyAct69_2_4', reason: 'あ'.repeat(200) },
    ...{ discloserId: demoOrganisationId('settlement'), recipientIds: [organisationId] },
  }
  expect((await b.post(`/api/cases/${KAMOME}/team`, place)).status).toBe(200)
  expect((await b.post(`/api/cases/${KAMOME}/bases`, { ...basis, categories, ...term })).status).toBe(201)
}

/** Which of these words stand on more than one line somewhere in the tables of the page. */
const tornIn = (page: Page, words: readonly string[]) =>
  page.locator('td, td *').evaluateAll((elements, sought) => {
    const texts = elements.flatMap(({ childNodes }) => [...childNodes].filter((node) => node instanceof Text))
    const linesOf = (text: Text, word: string): number => {
      const range = document.createRange()
      range.setStart(text, text.data.indexOf(word))
      range.setEnd(text, text.data.indexOf(word) + word.length)
      return range.getClientRects().length
    }
    return sought.filter((word) => texts.some((text) => text.data.includes(word) && linesOf(text, word) > 1))
  }, words)

browserTest.each([
  ['ja', ['基本属性', '就労', '福祉', '家族', 'その他', 'みなと市', '未設定', '個別ケース会議']],
  ['en', ['Basic', 'Work', 'Welfare', 'Family', 'Other']],
] as const)(
  '[UI3.19] beside the longest names (%s) no table is wider than its page, and no short word is torn',
  async (language, words) => {
    await joinLongNames()
    const { page } = await demo.regular({ letter: 'B', size: DESK, language })
    const found: unknown[] = []
    for (const path of [`/cases/${KAMOME}`, '/cases', '/conferences']) {
      await demo.show(page, path)
      await page.getByText('五劫の擦り切れ').first().waitFor()
      for (const width of [1024, 1280, 1366]) {
        await page.setViewportSize({ width, height: 768 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        const torn = await tornIn(page, words)
        if (over > 0 || torn.length > 0) found.push([path, width, over, torn])
      }
    }
    expect(found).toEqual([])
  },
)

browserTest('[UI3.5] no name and no address, however long, makes a page wider than its screen', async () => {
  const conference = `/conferences/${await callOnline()}`
  // A list that was asked for a moment ago is not asked for again: they come with nothing.
  const { page } = await demo.person({ letter: 'B', size: PHONE })
  const wide: string[] = []
  const pages = ['/', '/cases', '/conferences', `/cases/${KAMOME}`, `/cases/${KAMOME}/edit`, conference]
  for (const path of [...pages, `${conference}/print`, `${conference}/projector`]) {
    await demo.show(page, path)
    await page
      .getByText(/W{40}|Videokonferenz/)
      .first()
      .waitFor({ state: 'attached' })
    await page.locator('svg.animate-spin').waitFor({ state: 'detached' })
    for (const size of [PHONE, { width: 768, height: 1024 }, DESK]) {
      await page.setViewportSize(size)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > size.width) wide.push(`${path} ${width} of ${size.width}`)
    }
  }
  expect(wide).toEqual([])
})

browserTest(
  '[UI3.29] at a phone a name without a place to break makes no dialog, no list of choices and no line at the foot wider',
  async () => {
    const name = 'Internationaleresozialisierungsunterstuetzungsgesellschaft'
    const a = await demo.visitor('A')
    const added = await a.post('/api/organisations', {
      ...{ name, kana: 'いんたー', shortName: 'インター', kinds: ['nonProfit'], areaCode: null, isMember: true },
    })
    const b = await demo.visitor('B')
    const place = { organisationId: added.body.id, memberId: null, categories: ['basic'], until: null }
    const joined = await b.post(`/api/cases/${KAMOME}/team`, { ...place, from: plainDate('2026-05-02') })
    const member = await a.post('/api/members', {
      ...{ name: 'N'.repeat(40), kana: 'えぬ', organisationId: added.body.id, role: 'staff', volunteerKind: null },
      ...{ from: plainDate('2026-04-01'), account: null },
    })
    expect([added.status, joined.status, member.status]).toEqual([201, 200, 201])

    const { page } = await demo.regular({ letter: 'B', size: PHONE, path: `/cases/${KAMOME}` })
    const widths: unknown[] = []
    for (const button of [/^根拠を加える/, /^機関を加える/, new RegExp(`^終える.*${name}`)]) {
      await page.getByRole('button', { name: button }).click()
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      widths.push(await dialog.evaluate(({ scrollWidth }) => scrollWidth))
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    await page.goto(`${demo.address}/cases/${KAMOME}/conferences/new`)
    await page.getByText(name).first().waitFor()
    widths.push(await page.evaluate(() => document.documentElement.scrollWidth))
    expect(widths).toEqual([PHONE.width, PHONE.width, PHONE.width, PHONE.width])

    await page.goto(`${demo.address}/cases/${KAMOME}`)
    await page.getByRole('button', { name: new RegExp(`^終える.*${name}`) }).click()
    await page.getByRole('button', { name: 'この日で終える' }).click()
    const said = page.getByRole('status').filter({ hasText: '参加を終える日を記録しました' }).locator('> div')
    const foot = await said.boundingBox()
    expect([(foot?.x ?? -1) >= 0, (foot?.x ?? 0) + (foot?.width ?? PHONE.width) <= PHONE.width]).toEqual([true, true])
  },
)
