import { expect } from 'vitest'
import type { CaseDetail, TeamPlaceView } from '#shared/api/cases.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { DESK, PHONE } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { fillNewCase, freshName, KAMOME, PASSWORD } from '#tests/support/inForms.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const demo = demoInBrowser()

/** The places on the case's team of the organisations with such names. */
async function placesOf(visitor: Visitor, names: RegExp): Promise<readonly TeamPlaceView[]> {
  const { team }: CaseDetail = (await visitor.get(`/api${KAMOME}`)).body
  return team.filter(({ organisation }) => names.test(organisation.name))
}

browserTest('[AC4.1] a case and a note that are the reader’s no more leave the open pages', async () => {
  const b = await demo.visitor('B')
  const leaving = await placesOf(b, /みなとの森|みほん大学/)
  expect(leaving).toHaveLength(2)
  // Who was taken off by an earlier try is on the team again.
  for (const { organisation, member, categories } of leaving) {
    const place = { organisationId: organisation.id, memberId: member?.id ?? null, categories }
    const { status } = await b.post(`/api${KAMOME}/team`, { ...place, from: '2026-04-01', until: null })
    expect(status).toBe(200)
  }
  const d = await demo.person({ letter: 'D', size: DESK })
  const c = await demo.person({ letter: 'C', size: DESK })
  await d.page.goto(demo.address + KAMOME)
  await d.page.getByRole('heading', { name: /かもめ/ }).waitFor()
  await c.page.goto(demo.address + NOTE)
  await c.page.getByText('1 前回の決定事項の確認').waitFor()
  for (const { organisation, member } of leaving) {
    const ending = { memberId: member?.id ?? null, on: '2026-01-01' }
    await b.post(`/api${KAMOME}/team/${organisation.id}/ending`, ending)
  }
  await d.page.getByRole('heading', { name: 'ページが見つかりません' }).waitFor({ timeout: 20_000 })
  await c.page.getByText('会議メモは見られません').waitFor({ timeout: 20_000 })
  expect(await c.page.getByText('1 前回の決定事項の確認').count()).toBe(0)

  // The conference is called with whom the form proposes: none of those who left, and no administrator.
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(`${demo.address}${KAMOME}/conferences/new`)
  await page.getByLabel(/^会議名/).fill('第4回')
  await page.getByLabel(/^開催日/).fill('2027/1/10')
  await page.getByLabel(/^開始時刻/).fill('14:00')
  await page.getByLabel(/^場所/).fill('会議室')
  await page.getByLabel(/^会議の種別/).selectOption('caseConference')
  await page.getByLabel(/^根拠/).selectOption({ index: 1 })
  const invited = (
    await page
      .getByRole('group', { name: /招く人/ })
      .locator('label')
      .allInnerTexts()
  ).join()
  expect([/[ACDS]さん/.test(invited), /Bさん/.test(invited)]).toEqual([false, true])
  await page.getByRole('button', { name: 'この内容で招集する' }).click()
  await page.getByRole('heading', { name: '第4回', level: 1 }).waitFor()
})

browserTest('[UI2.3] forms of a case name what is wrong at its field', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK, path: `/cases/${demoCaseId('しらかば')}` })
  await page.getByRole('button', { name: '機関を加える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^機関/).selectOption({ index: 2 })
  await dialog.getByLabel(/^いつから/).fill('')
  await dialog.getByRole('button', { name: '加える', exact: true }).click()
  expect(await dialog.getByLabel(/^いつから/).evaluate((field) => field === document.activeElement)).toBe(true)
  await dialog.getByText('入力してください。').waitFor()
  await dialog.getByLabel(/^いつから/).fill('令和8年12月4日')
  await dialog.getByLabel(/^いつまで/).fill('令和8年12月1日')
  await dialog.getByText('「いつから」と同じ日か、後の日にしてください。').waitFor()
  // A press beside it loses nothing of what was filled in.
  await page.mouse.click(20, 400)
  expect(await dialog.getByLabel(/^いつまで/).inputValue()).toBe('令和8年12月1日')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: '根拠を加える' }).click()
  const group = dialog.getByRole('group', { name: /受け取る機関/ })
  await group.locator('label').filter({ hasText: 'NPO法人よりみち' }).click()
  await group.locator('label').filter({ hasText: '更生保護施設みなと寮' }).click()
  await dialog.getByLabel(/^根拠/).selectOption('consent')
  await dialog.getByLabel(/^伝える機関/).selectOption({ label: 'NPO法人よりみち' })
  await dialog.locator('label').filter({ hasText: '署名した同意書（様式第4号）' }).click()
  await dialog.getByLabel(/^同意した日/).fill('令和8年4月1日')
  await dialog.getByRole('button', { name: '記録する' }).click()
  await page.getByText('情報共有の根拠を記録しました。').waitFor()
})

browserTest('[UI2.34] a press beside a form that is filled in leaves the keyboard in its field at once', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.goto(`${demo.address}/cases/${demoCaseId('しらかば')}`)
  await page.getByRole('button', { name: '機関を加える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^いつまで/).fill('令和8年12月1日')
  // A computer so busy that no frame comes.
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0
  })
  await page.mouse.click(20, 400)
  await page.keyboard.type('まで')
  expect(await dialog.getByLabel(/^いつまで/).inputValue()).toBe('令和8年12月1日まで')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

browserTest('[UI2.3] forms of the council name what is wrong at its field, and a refusal is in sight', async () => {
  const { page } = await demo.person({ letter: 'A', size: DESK })
  const name = freshName('試験 花子')
  await page.goto(`${demo.address}/council`)
  await page.getByRole('button', { name: '構成員を加える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^氏名/).fill(name)
  await dialog.getByLabel(/^ふりがな/).fill('しけん はなこ')
  await dialog.getByLabel(/^機関/).selectOption({ index: 1 })
  await dialog.getByLabel(/^役割/).selectOption('volunteer')
  await dialog.getByRole('button', { name: '加える', exact: true }).click()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio')
  await dialog.getByLabel(/^役割/).selectOption('staff')
  await dialog.getByLabel(/^ログイン名/).fill(freshName('hanako'))
  await dialog.getByLabel(/^最初のパスワード/).fill('passwordpassword')
  await dialog.getByRole('button', { name: '加える', exact: true }).click()
  const refusal = dialog.getByText(/^＊.*よく使われる言葉/)
  await refusal.waitFor()
  await expect.poll(async () => ((await refusal.boundingBox())?.y ?? -1) > 0).toBe(true)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe('new-password')
  await dialog.getByLabel(/^最初のパスワード/).fill(PASSWORD)
  await dialog.getByRole('button', { name: '加える', exact: true }).click()
  await page.getByText(`${name}を加えました。`).waitFor()

  await page.getByRole('button', { name: '機関を加える' }).click()
  await dialog.getByLabel(/^機関名/).fill('社会福祉法人'.repeat(8))
  await dialog.getByLabel(/^ふりがな/).fill('しけん')
  await dialog.getByRole('group').first().locator('label').first().click()
  await dialog.getByRole('button', { name: '加える', exact: true }).click()
  await dialog.getByText(/40文字以内の短い呼び方/).waitFor()
})

browserTest('[UI2.3] at a phone a name that is too long is marked, and not sent', async () => {
  const { page } = await demo.person({ letter: 'B', size: PHONE })
  await fillNewCase(page, demo.address, 'あ'.repeat(60))
  await page.getByRole('button', { name: 'ケースを開く' }).click()
  await page.getByText('40文字以内にしてください。').waitFor()
  expect(await page.getByLabel(/^呼び名/).evaluate((field) => field === document.activeElement)).toBe(true)
})

browserTest('[UI2.11] [UI2.51] a term to come to its end can be ended earlier, the keyboard near', async () => {
  const a = await demo.visitor('A')
  const name = freshName('任期 太郎')
  const organisationId = (await a.get('/api/session')).body.signedIn.member.organisationId
  const request = { name, kana: 'にんき', organisationId, role: 'staff', volunteerKind: null, account: null }
  const { body: member } = await a.post('/api/members', { ...request, from: '2026-01-01' })
  expect((await a.post(`/api/members/${member.id}/ending`, { on: '2099-03-31' })).status).toBe(200)
  const { page } = await demo.regular({ letter: 'A', size: DESK, path: '/council' })
  await page.getByRole('button', { name: new RegExp(`任期を終える.*${name}`) }).click()
  await page.getByRole('button', { name: 'この日で終える' }).click()
  await page.getByText(`${name}の任期を終える日を記録しました。`).waitFor()
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByText('終了')
    .waitFor()
  // In a list of sixty the head of the list is not near.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('tr')?.textContent)).toContain(name)
})

browserTest('[UI2.8] without a network a press says so at once, and nothing is sent later', async () => {
  const { page, context } = await demo.person({ letter: 'B', size: DESK })
  await fillNewCase(page, demo.address, 'オフライン')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'ケースを開く' }).click()
  await page.getByText(/サーバーから返事がありません/).waitFor({ timeout: 10_000 })
  await page.getByRole('link', { name: '会議', exact: true }).first().click()
  await page.getByRole('button', { name: '移動する' }).click()
  await page.getByText('サーバーにつながりません').waitFor()
  await context.setOffline(false)
  await page.waitForTimeout(1_500)
  const { items } = (await (await demo.visitor('B')).get('/api/cases')).body as { items: { callName: string }[] }
  expect(items.some(({ callName }) => callName === 'オフライン')).toBe(false)
})

browserTest('[UI2.10] what failed once is asked for again by the next visit', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.route('**/api/organisations', (route) => route.abort())
  await page.route('**/api/members', (route) => route.abort())
  await page.goto(`${demo.address}/conferences`)
  await page.getByRole('row').first().waitFor()
  await page.getByRole('link', { name: '協議会', exact: true }).click()
  await page.getByText('サーバーにつながりません').waitFor({ timeout: 15_000 })
  await page.unrouteAll()
  // As long as a hand takes to the next link.
  await page.waitForTimeout(1_000)
  await page.getByRole('link', { name: '会議', exact: true }).first().click()
  await page.getByRole('row').first().waitFor()
  await page.getByRole('link', { name: '協議会', exact: true }).click()
  await page.getByRole('heading', { name: '構成員' }).waitFor()
})

browserTest('[UI2.6] the case list finds an area, and is as it was on the way back', async () => {
  const { page } = await demo.regular({ letter: 'B', size: DESK, path: '/cases' })
  await page.getByLabel(/さがす/).fill('さんご町')
  const rows = page.locator('tbody tr')
  await expect.poll(() => rows.count()).toBe(2)
  await rows.first().getByRole('link').click()
  await page.getByRole('heading', { name: '支援チーム' }).waitFor()
  await page.goBack()
  await expect.poll(() => page.getByLabel(/さがす/).inputValue()).toBe('さんご町')
  expect(await rows.count()).toBe(2)
  // By the menu the list is whole.
  await page.getByRole('link', { name: '会議', exact: true }).first().click()
  await page.getByRole('heading', { name: '会議', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'ケース', exact: true }).first().click()
  await expect.poll(() => page.getByLabel(/さがす/).inputValue()).toBe('')
})

browserTest('[UI3.1] at a phone with large type the page stays within its width, the menu in reach', async () => {
  const { page } = await demo.person({ letter: 'E', size: PHONE })
  await page.goto(demo.address + KAMOME)
  await page.getByRole('heading', { name: /かもめ/ }).waitFor()
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '24px'
  })
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width).toBe(PHONE.width)
  expect((await page.locator('header').boundingBox())?.height).toBeLessThan(250)
})

browserTest('[UI3.2] in forced colours only the place one is at is marked', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(`${demo.address}/cases`)
  const colours = () =>
    page.locator('header nav a').evaluateAll((links) => links.map((one) => getComputedStyle(one).borderBottomColor))
  await page.getByRole('heading', { name: 'ケース', level: 1 }).waitFor()
  const [, conferences, cases, council] = await colours()
  expect([conferences === council, conferences === cases]).toEqual([true, false])
})

browserTest('[UI3.11] in forced colours the sign of the product is no blank square', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK, path: '' })
  await page.emulateMedia({ forcedColors: 'active' })
  const sign = page.locator('header svg').first()
  await sign.waitFor()
  const picture = (await sign.screenshot()).toString('base64')
  const blank = await page.context().newPage()
  // What is asked for is no proof of what forced colours make of it: the drawn points are.
  const [ground, ring] = await blank.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas').getContext('2d')
    canvas?.drawImage(image, 0, 0, 32, 32)
    return [3, 6].map((x) => canvas?.getImageData(x, 16, 1, 1).data.join())
  }, picture)
  expect(ring).not.toBe(ground)
})

browserTest(
  '[UI2.14] a list of cases that the reader’s role never sees says so, and not that there is none',
  async () => {
    const { page } = await demo.regular({ letter: 'A', size: DESK })
    for (const path of ['/cases', '/conferences']) {
      await demo.show(page, path)
      await page.getByText('あなたの役割では、ケースの中身は見えません').waitFor({ timeout: 5_000 })
      expect(await page.locator('main').innerText()).not.toMatch(/まだありません/)
    }
  },
)

browserTest('[UI3.1] at a phone at 200 % a term of two days stays within the width of the page', async () => {
  const { page } = await demo.regular({ letter: 'B', size: PHONE })
  for (const path of [KAMOME, '/council', '/']) {
    await demo.show(page, path)
    await page.getByRole('row').first().waitFor({ state: 'attached' })
    await page.setViewportSize({ width: PHONE.width / 2, height: PHONE.height / 2 })
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width / 2)
    await page.setViewportSize(PHONE)
  }
})

browserTest('[UI2.20] at the typed address of a form the server would refuse stands why, and no form', async () => {
  const a = await demo.person({ letter: 'A', size: DESK })
  await a.page.goto(`${demo.address}/cases/new`)
  await a.page.getByRole('main').getByText('あなたの役割ではできません。').waitFor()
  expect(await a.page.getByRole('main').getByRole('textbox').count()).toBe(0)

  const { page } = await demo.person({ letter: 'E', size: DESK })
  await page.goto(`${demo.address}/cases`)
  const href = await page.locator('tbody a').first().getAttribute('href')
  for (const form of ['edit', 'conferences/new']) {
    await page.goto(`${demo.address}${href}/${form}`)
    await page.getByRole('main').getByText('あなたの役割ではできません。').waitFor()
    expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0)
  }
  await page.getByRole('link', { name: 'ケースの画面へ' }).click()
  await page.getByRole('heading', { level: 2 }).first().waitFor()
})
