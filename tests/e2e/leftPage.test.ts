import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'
import { KAMOME } from '#tests/support/inForms.ts'

const demo = demoInBrowser()

/** Lets minutes pass on the page until something is in sight. A busy computer answers later than in one of them. */
const passUntilSeen = (page: Page, sought: Locator): Promise<void> =>
  expect
    .poll(
      async () => {
        await page.clock.fastForward(61_000)
        return sought.first().isVisible()
      },
      { timeout: 20_000, interval: 1_000 },
    )
    .toBe(true)

browserTest(
  '[AC7.25] a page that is left open shows nothing of what it has read once the sign-in has ended, finds out by itself, and is there again after it',
  async () => {
    const { page, context } = await demo.person({ letter: 'B', size: DESK })
    const signedOut = page.getByText('ログインが切れました')
    await page.clock.install()
    for (const [path, shown] of [
      ['/cases', page.locator('main').getByText('かもめ')],
      [KAMOME, page.getByText('更生保護施設みなと寮')],
    ] as const) {
      await page.goto(demo.address + path)
      await shown.first().waitFor()
      const cookies = await context.cookies()

      await context.clearCookies()
      await passUntilSeen(page, signedOut)
      expect(await shown.first().isVisible()).toBe(false)

      await context.addCookies(cookies)
      await passUntilSeen(page, shown)
      expect(await signedOut.count()).toBe(0)
    }
  },
)

browserTest(
  '[AC7.27] what was done last stands at the foot of a page that is left open until the sign-in has ended, and no longer',
  async () => {
    const { page, context } = await demo.person({ letter: 'B', size: DESK })
    await page.clock.install()
    await page.goto(demo.address + NOTE)
    const own = page.getByLabel('Bさんの出欠')
    await own.selectOption((await own.inputValue()) === 'present' ? 'late' : 'present')
    const said = page.getByRole('status').filter({ hasText: 'Bさんを' })
    await said.waitFor()

    await context.clearCookies()
    await passUntilSeen(page, page.getByText('ログインが切れました'))

    expect(await page.getByText('Bさんを').first().isVisible()).toBe(false)
  },
)

browserTest(
  '[AC7.29] a dialog over a page that is left open, and the name of its tab, say nothing of what was read once the sign-in has ended',
  async () => {
    const { page, context } = await demo.person({ letter: 'B', size: DESK })
    await page.clock.install()
    await page.goto(demo.address + KAMOME)
    await page.getByRole('button', { name: '根拠を加える' }).click()
    const dialog = page.getByRole('dialog')
    const field = dialog.locator('label').filter({ hasText: 'NPO法人よりみち' })
    await field.waitFor()
    const before = await page.title()
    const cookies = await context.cookies()

    await context.clearCookies()
    await passUntilSeen(page, dialog.getByText('ログインが切れました'))
    expect([await field.isVisible(), await dialog.getByLabel(/^ログイン名/).isVisible()]).toEqual([false, true])
    expect([before.includes('かもめ'), await page.title()]).toEqual([true, 'ログイン｜つなぎ'])

    await context.addCookies(cookies)
    await passUntilSeen(page, field)
    expect(await page.title()).toBe(before)
  },
)

browserTest('[AC4.14] a list of cases that is left open drops by itself what is its reader’s no more', async () => {
  const { page } = await demo.person({ letter: 'E', size: DESK })
  const theCase = page.getByRole('link', { name: 'かもめ' })
  await page.clock.install()
  await page.goto(`${demo.address}/cases`)
  await theCase.waitFor()

  const coordinator = await demo.visitor('B')
  await coordinator.post(`/api/cases/${demoCaseId('かもめ')}/team/${demoOrganisationId('hogoshi')}/ending`, {
    ...{ memberId: demoMemberId('E'), on: '2026-01-01' },
  })
  await passUntilSeen(page, page.getByText('ケースはまだありません'))

  expect(await theCase.count()).toBe(0)
})
