import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { signInBeside, signOutBeside } from '#tests/support/besides.ts'
import { DESK, type Person, seated } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { fillNewCase, freshName, KAMOME, PASSWORD } from '#tests/support/inForms.ts'
import { Visitor } from '#tests/support/visitor.ts'

const demo = demoInBrowser()

/** Somebody with a password, who can sign in again. */
async function addCoordinator(loginName: string): Promise<void> {
  const a = await demo.visitor('A')
  const members = (await a.get('/api/members')).body.items as { id: string; organisationId: string }[]
  const organisationId = members.find(({ id }) => id === demoMemberId('B'))?.organisationId
  const member = { name: '再入 花子', kana: 'さいにゅう', organisationId, role: 'coordinator', volunteerKind: null }
  const request = { ...member, from: '2026-01-01', account: { loginName, password: PASSWORD } }
  expect((await a.send('POST', '/api/members', request)).status).toBe(201)
}

async function signIn(page: Page, loginName: string): Promise<void> {
  await page
    .getByLabel(/^ログイン名/)
    .last()
    .fill(loginName)
  await page
    .getByLabel(/^パスワード/)
    .last()
    .fill(PASSWORD)
  await page.getByRole('button', { name: 'ログインする' }).last().click()
}

async function coordinatorWithPassword(): Promise<Person & { readonly loginName: string }> {
  const loginName = freshName('sainyu')
  await addCoordinator(loginName)
  const visitor = new Visitor(demo.address)
  expect((await visitor.signIn(loginName, PASSWORD)).status).toBe(200)
  const person = await seated(demo.browser, visitor, { size: DESK })
  onTestFinished(() => person.context.close())
  return { ...person, loginName }
}

browserTest(
  '[UI2.5] a session that ended while a form was filled in: the sign-in comes, what was typed stays',
  async () => {
    const { page, context, loginName } = await coordinatorWithPassword()
    await fillNewCase(page, demo.address, '途中で切れた')
    await context.clearCookies()

    await page.getByRole('button', { name: 'ケースを開く' }).click()
    await page.getByText('ログインが切れました').waitFor()
    await signIn(page, loginName)
    await page.getByText('ログインが切れました').waitFor({ state: 'detached' })
    expect(await page.getByLabel(/^呼び名/).inputValue()).toBe('途中で切れた')
    await page.getByRole('button', { name: 'ケースを開く' }).click()
    await page.getByRole('heading', { name: /途中で切れた/ }).waitFor()
  },
)

browserTest('[UI2.5] the same in a dialog: the sign-in stands in it, and its fields stay', async () => {
  const { page, context, loginName } = await coordinatorWithPassword()
  await page.goto(demo.address + KAMOME)
  await page.getByRole('button', { name: '根拠を加える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^根拠/).selectOption('consent')
  await dialog.locator('label').filter({ hasText: 'NPO法人よりみち' }).click()
  await dialog.locator('label').filter({ hasText: '署名した同意書（様式第4号）' }).click()
  await dialog.getByLabel(/^同意した日/).fill('令和8年4月1日')
  await context.clearCookies()
  await dialog.getByRole('button', { name: '記録する' }).click()
  await dialog.getByText('ログインが切れました').waitFor()
  await signIn(page, loginName)
  await dialog.getByText('ログインが切れました').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: '記録する' }).click()
  await page.getByText('情報共有の根拠を記録しました。').waitFor()
})

browserTest('[UI2.5] a page that asked for a sign-in is shown after it, without loading anew', async () => {
  const { page, context, loginName } = await coordinatorWithPassword()
  await page.goto(`${demo.address}/conferences`)
  await page.getByRole('heading', { name: '会議', level: 1 }).waitFor()
  await context.clearCookies()
  await page.getByRole('link', { name: '協議会', exact: true }).click()
  await page.getByText('ログインが切れました').waitFor()
  await signIn(page, loginName)
  await page.getByRole('heading', { name: '構成員' }).waitFor()
})

browserTest('[UI2.5] a session begun anew in another tab: the second press does it', async () => {
  const { page, context } = await demo.person({ letter: 'B', size: DESK })
  await fillNewCase(page, demo.address, '二つのタブ')
  const tab = await context.newPage()
  await tab.goto(demo.address)
  await tab.getByRole('button', { name: 'ログアウト' }).click()
  await tab.getByRole('button', { name: 'Bさんで入る' }).click()
  await tab.getByRole('button', { name: 'ログアウト' }).waitFor()
  const read = page.waitForResponse('**/api/session')
  await page.getByRole('button', { name: 'ケースを開く' }).click()
  await read
  await page.getByRole('alert').waitFor()
  // An answer that the page has read to its end may be told as broken off by the browser, and what the page makes of it has no sign.
  await page.waitForTimeout(500)
  await page.getByRole('button', { name: 'ケースを開く' }).click()
  await page.getByRole('heading', { name: /二つのタブ/ }).waitFor()
})

/** The page comes to the front again. */
const comeToFront = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))

browserTest(
  '[UI2.21] a note that is read while the session ends is called signed out of, and is there again after the sign-in',
  async () => {
    const { page, context } = await demo.person({ letter: 'B', size: DESK })
    await page.goto(`${demo.address}${NOTE}/projector`)
    const note = page.getByRole('heading', { name: '1 前回の決定事項の確認' })
    await note.waitFor()

    await signOutBeside(context, demo.address)
    await comeToFront(page)
    await page.getByText('ログインし直すと、また表示されます').waitFor()
    expect(await note.count()).toBe(0)

    await signInBeside(context, demo.address, 'B')
    await comeToFront(page)
    await note.waitFor()
  },
)

browserTest('[LD5.34] a note is written in again after the sign-in, without loading the page anew', async () => {
  const { page, context } = await demo.personAtNote({ letter: 'B', size: DESK })
  await page.locator('[data-sync-status=saved]').waitFor()
  await signOutBeside(context, demo.address)
  await page.locator('.ProseMirror').waitFor({ state: 'detached' })
  await comeToFront(page)
  await page.getByText('ログインが切れました').first().waitFor()

  await signInBeside(context, demo.address, 'B')
  await comeToFront(page)
  await page.locator('.ProseMirror p').first().click()
  await page.keyboard.type('続きを書く。')
  await page.locator('[data-sync-status=saved]').waitFor()
  expect(await page.locator('.ProseMirror').innerText()).toContain('続きを書く。')
})
