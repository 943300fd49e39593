import { expect } from 'vitest'
import { DATABASE } from '#server/platform/mongo.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { closeLongAgo, giveOffices } from '#tests/support/filesOffice.ts'
import { keyboardUser } from '#tests/support/keyboardUser.ts'
import { listenToData, strangersAmong, wordsOn } from '#tests/support/screenWords.ts'
import { startServer } from '#tests/support/startServer.ts'

const CASES = { desk: demoCaseId('かもめ'), phone: demoCaseId('しらかば'), left: demoCaseId('とうだい') }
/** What is looked at lies in the folder, whatever else there is on this machine. */
const EMBEDDED = { MONGODB_URI: '' }

/** Years have gone by, A is of the 事務局 and C the chair. */
async function yearsLater() {
  const first = await startServer({ environment: EMBEDDED })
  await first.endInOrder()
  const open = await openFolder(first.dataDir)
  const rows = open.client.db(DATABASE)
  for (const caseId of Object.values(CASES)) await closeLongAgo(rows as never, caseId)
  await giveOffices(rows as never, { A: 'secretariat', C: 'chair' })
  await open.close()
  return { dataDir: first.dataDir, environment: EMBEDDED }
}

const demo = demoInBrowser({ settings: yearsLater })

browserTest.each([
  ['desk', DESK],
  ['phone', PHONE],
] as const)(
  '[CS9.3] [CS9.4] [CS9.5] at a %s two people dispose of a case by the keyboard alone, and its old link says so',
  async (name, size) => {
    const secretary = await demo.person({ letter: 'A', size, path: '/council' })
    const asker = keyboardUser(secretary.page)
    // Before its lists are there the keyboard goes round the head of the page.
    await secretary.page.getByRole('link', { name: '廃棄予定を見る' }).waitFor()
    await asker.choose('廃棄予定を見る', 'Enter')
    await secretary.page.getByRole('heading', { name: 'ケースの廃棄' }).waitFor()
    if (name === 'desk') {
      await secretary.page.getByText('保存期間は、まだ決まっていません').waitFor()
      await takePicture(secretary.page, 'disposal-unset.png', 'whole')
      await asker.choose('保存期間を決める', 'Enter')
      await asker.fill(/^文書分類/, '相談支援記録')
      await asker.fill(/^年数※/, '５')
      await takePicture(secretary.page, 'disposal-retention.png')
      await asker.press('Enter')
      await secretary.page.getByText('翌年度の4月1日から5年保存します').waitFor()
    }
    const rows = secretary.page.getByRole('table', { name: '廃棄予定' })
    await rows.waitFor()
    const breaches = [...(await breachesOn(secretary.page))]
    await takePicture(secretary.page, `disposal-due-${size.width}.png`, 'whole')
    const coordinator = await demo.person({ letter: 'B', size, path: `/cases/${CASES[name]}` })
    const title = await coordinator.page.locator('h1').innerText()
    const number = /R\d\d-\d{3}/.exec(title)?.[0] ?? ''
    await asker.choose(new RegExp(`^廃棄を依頼する：${number}`), 'Enter')
    await asker.fill(/^理由/, '保存期間の満了')
    await takePicture(secretary.page, `disposal-ask-${size.width}.png`)
    await asker.press('Enter')
    await rows.getByText('依頼した本人は承認できません').waitFor()

    const chair = await demo.person({ letter: 'C', size, path: '/disposals' })
    const approver = keyboardUser(chair.page)
    await approver.choose(new RegExp(`^承認して廃棄する：${number}`), 'Enter')
    await approver.fill(/^廃棄するケースの番号/, number)
    breaches.push(...(await breachesOn(chair.page)))
    await takePicture(chair.page, `disposal-approve-${size.width}.png`)
    await approver.press('Enter')
    await chair.page.getByRole('table', { name: '廃棄の記録' }).getByText(number).waitFor()
    breaches.push(...(await breachesOn(chair.page)))
    await takePicture(chair.page, `disposal-done-${size.width}.png`, 'whole')

    // A page that is open is told; an old link says the same.
    if (name === 'phone') await coordinator.page.reload()
    await coordinator.page.getByRole('heading', { name: '廃棄済み' }).waitFor()
    await coordinator.page.getByText(number).waitFor()
    breaches.push(...(await breachesOn(coordinator.page)))
    await takePicture(coordinator.page, `disposal-erased-${size.width}.png`)
    // The browser, and the page, note that what was asked for is not there.
    const complaints = coordinator.complaints.filter((text) => !/404|notFound/.test(text))
    expect([breaches, complaints, secretary.complaints, chair.complaints]).toEqual([[], [], [], []])
  },
)

browserTest('[CS9.3] in English the page says nothing in Japanese but what people wrote', async () => {
  const { page, context } = await demo.person({ letter: 'A', size: DESK, language: 'en' })
  const data = await listenToData(context)
  await page.goto(`${demo.address}/disposals`)
  await page.getByRole('heading', { name: 'Disposal of cases' }).waitFor()
  await page.getByRole('table', { name: 'Due for disposal' }).waitFor()
  const strangers = async () => strangersAmong(await wordsOn(page), { data: data.texts(), language: 'en' })
  const found = [...(await strangers())]
  await page
    .getByRole('button', { name: /^Put on hold/ })
    .first()
    .click()
  await page.getByRole('dialog').getByLabel('Reason').fill('訴訟')
  found.push(...(await strangers()))
  await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).click()
  await page.getByText('put it on hold').waitFor()
  found.push(...(await strangers()))
  await takePicture(page, 'disposal-en.png', 'whole')

  expect(found).toEqual([])
})
