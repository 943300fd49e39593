import { expect } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

const TODAY = dayInJapan(instant(Date.now()))

browserTest(
  '[CL3.18] who is added and ended at one page stands at another that is open, and what is typed there stays',
  async () => {
    const acting = await demo.person({ letter: 'A', size: DESK, path: '/council' })
    const other = await demo.person({ letter: 'A', size: DESK, path: '/council' })
    const reading = await demo.person({ letter: 'G', size: DESK, path: '/council' })
    const rowAt = ({ page }: typeof acting) => page.getByRole('row').filter({ hasText: 'Zさん' })
    await reading.page.getByRole('searchbox').fill('ぜっと')
    await other.page.getByRole('button', { name: '機関を加える' }).click()
    await other.page
      .getByRole('dialog')
      .getByLabel(/^機関名/)
      .fill('書きかけ')

    await acting.page.getByRole('button', { name: '構成員を加える' }).click()
    const form = acting.page.getByRole('dialog')
    await form.getByLabel(/^氏名/).fill('Zさん')
    await form.getByLabel(/^ふりがな/).fill('ぜっとさん')
    await form.getByLabel(/^機関/).selectOption({ index: 1 })
    await form.getByLabel(/^役割/).selectOption('staff')
    await form.getByRole('button', { name: '加える', exact: true }).click()
    await rowAt(reading).waitFor({ timeout: 5_000 })
    await rowAt(other).waitFor({ state: 'attached', timeout: 5_000 })

    expect(
      await other.page
        .getByRole('dialog')
        .getByLabel(/^機関名/)
        .inputValue(),
    ).toBe('書きかけ')
    expect([reading.complaints, other.complaints]).toEqual([[], []])
  },
)

browserTest(
  '[CL3.18] a choice of somebody falls when another gives them another last day, and the dialog keeps to what it showed',
  async () => {
    const another = await demo.visitor('A')
    const end = (letter: string, day: string, shown?: string) =>
      another.post(`/api/members/${demoMemberId(letter)}/ending`, {
        on: day,
        ...(shown === undefined ? {} : { shown }),
      })
    const [soon, later] = [addDays(TODAY, 20), addDays(TODAY, 30)]
    for (const letter of 'BCD') await end(letter, later)
    const { page } = await demo.person({ letter: 'A', size: DESK, path: '/council/year-change' })
    await page.getByLabel(/^この日までに任期が終わる人/).fill(later)
    await page.getByRole('button', { name: '未定の3人を「再任」にする' }).click()

    await end('C', soon, later)
    await page.getByText(/再任 2人.*未定 1人/).waitFor({ timeout: 5_000 })
    await page.getByRole('button', { name: '2人をまとめて再任する' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('list', { name: '再任' }).waitFor()
    await end('D', soon, later)
    await page.getByText(/再任 1人.*未定 2人/).waitFor({ state: 'attached', timeout: 5_000 })
    await dialog.getByRole('button', { name: '再任する', exact: true }).click()

    await page.getByText(/1人を、.*まで再任しました/).waitFor()
    await page.getByText(/Dさん：任期か役職を、ほかの人が先に変えました/).waitFor()
  },
)
