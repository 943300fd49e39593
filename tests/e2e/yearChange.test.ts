import { expect } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { yearEndAround, yearsAfter } from '#shared/domain/reappointment.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

const TODAY = dayInJapan(instant(Date.now()))
const NEXT = yearEndAround(TODAY)
/** In April and May the year that changes is the one that is past, and then terms end with the next month. */
const LAST_DAY = NEXT < TODAY ? addDays(TODAY, 30) : NEXT

async function endTerms(letters: string) {
  const administrator = await demo.visitor('A')
  for (const letter of letters)
    await administrator.post(`/api/members/${demoMemberId(letter)}/ending`, { on: LAST_DAY })
  return administrator
}

for (const size of [DESK, PHONE])
  browserTest(
    `[CL3.12] at ${size.width} px those who go on are chosen, reappointed in one go, and that is taken back`,
    async () => {
      const administrator = await endTerms('BCDEF')
      const { page, complaints } = await demo.person({ letter: 'A', size, path: '/council/year-change' })
      await page.getByLabel(/^この日までに任期が終わる人/).fill(LAST_DAY)
      await page.getByText(/5人のうち、再任 0人/).waitFor()
      await takePicture(page, `year-change-${size.width}.png`, 'whole')
      expect(await breachesOn(page)).toEqual([])

      await page.getByLabel('Cさんをどうするか').selectOption('退任')
      await page.getByRole('button', { name: '未定の4人を「再任」にする' }).press('Enter')
      await page.getByText(/再任 4人、退任 1人/).waitFor()
      await page.getByRole('button', { name: '4人をまとめて再任する' }).press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByText(/途切れずに続けます/).waitFor()
      expect(await breachesOn(page)).toEqual([])
      await takePicture(page, `year-change-ask-${size.width}.png`)
      // Another administrator is first with one of them.
      await administrator.post(`/api/members/${demoMemberId('F')}/ending`, {
        on: addDays(LAST_DAY, -1),
        shown: LAST_DAY,
      })
      await dialog.getByRole('button', { name: '再任する', exact: true }).click()

      await page.getByText(/3人を、.*まで再任しました/).waitFor()
      await page.getByText(/Fさん：任期か役職を、ほかの人が先に変えました/).waitFor()
      await takePicture(page, `year-change-done-${size.width}.png`)
      const untilOf = async (letter: string) =>
        (await administrator.get('/api/members')).body.items.find(
          ({ id }: { id: string }) => id === demoMemberId(letter),
        ).until
      expect([await untilOf('B'), await untilOf('C')]).toEqual([yearsAfter(LAST_DAY, 2), LAST_DAY])

      await page.getByRole('button', { name: 'この再任を取り消す' }).click()
      await page.getByText('3人の再任を取り消しました。任期と役職は、前のとおりです').waitFor()
      expect([await untilOf('B'), complaints]).toEqual([LAST_DAY, []])
    },
  )

browserTest('[CL3.12] a successor is taken in from the same list, and then nothing is left to choose', async () => {
  await endTerms('G')
  const { page } = await demo.person({ letter: 'A', size: DESK, path: '/council/year-change' })
  await page.getByLabel(/^この日までに任期が終わる人/).fill(LAST_DAY)
  await page.getByRole('button', { name: /^後任.*Gさん/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^氏名/).fill('Yさん')
  await dialog.getByLabel(/^ふりがな/).fill('わいさん')
  await dialog.getByRole('button', { name: '後任として加える' }).click()
  await page.getByText('後任：Yさん', { exact: true }).waitFor()
  expect(await page.getByLabel('Gさんをどうするか').count()).toBe(0)
})

browserTest(
  '[CL3.12] who is no administrator is told whom to ask, and the council’s page leads there whoever is one',
  async () => {
    const other = await demo.person({ letter: 'B', size: DESK, path: '/council/year-change' })
    await other.page.getByText('年度替わりは管理者が行います').waitFor()
    const own = await demo.person({ letter: 'A', size: DESK, path: '/council' })
    await own.page.getByRole('link', { name: '年度替わり' }).click()
    await own.page.getByRole('heading', { level: 1, name: '年度替わり' }).waitFor()
  },
)

for (const size of [DESK, PHONE])
  browserTest(`[CL3.5] at ${size.width} px somebody who left is made a member again from the list`, async () => {
    const administrator = await demo.visitor('A')
    const letter = size === DESK ? 'I' : 'M'
    await administrator.post(`/api/members/${demoMemberId(letter)}/ending`, { on: TODAY })
    const { page, complaints } = await demo.person({ letter: 'A', size, path: '/council' })
    await page.getByRole('button', { name: new RegExp(`^再び構成員にする.*${letter}さん`) }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/これまでの任期/).waitFor()
    expect(await breachesOn(page)).toEqual([])
    await takePicture(page, `return-${size.width}.png`)
    await dialog.getByRole('button', { name: '構成員にする' }).click()
    await page.getByText(`${letter}さんを再び構成員にしました`, { exact: false }).waitFor()
    await page
      .getByText(/前の任期/)
      .first()
      .scrollIntoViewIfNeeded()
    await takePicture(page, `returned-${size.width}.png`)
    expect(complaints).toEqual([])
  })

browserTest('[CL3.19] by keyboard alone nothing that is pressed on the page takes the keyboard out of it', async () => {
  await endTerms('HI')
  const { page } = await demo.person({ letter: 'A', size: DESK, path: '/council/year-change' })
  await page.getByLabel(/^この日までに任期が終わる人/).fill(LAST_DAY)
  const press = (name: RegExp) => page.getByRole('button', { name }).press('Enter')
  const isNear = () => page.evaluate(() => document.activeElement?.closest('main section') !== null)
  const staysNear = () => expect.poll(isNear).toBe(true)

  await press(/未定の\d+人を「再任」にする/)
  await staysNear()
  await press(/「再任」をすべて外す/)
  await staysNear()
  await press(/未定の\d+人を「再任」にする/)
  await press(/人をまとめて再任する/)
  await page.getByRole('dialog').getByRole('button', { name: '再任する', exact: true }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await staysNear()
  await press(/この再任を取り消す/)
  await page.getByText(/再任を取り消しました/).waitFor()
  await staysNear()
})
