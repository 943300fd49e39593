import { expect } from 'vitest'
import type { CaseDetail } from '#shared/api/cases.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { breachesOn, DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { freshName } from '#tests/support/inForms.ts'
import { keyboardUser } from '#tests/support/keyboardUser.ts'

const demo = demoInBrowser()
const CASE = fixedId('case', 1)

browserTest.each([
  ['a desk', DESK, 'ja', { callName: /^呼び名/, save: '保存する', overtaken: 'ほかの人が、いま変えた項目があります' }],
  ['a phone', PHONE, 'en', { callName: /^Call name/, save: 'Save', overtaken: 'Somebody else has just changed this' }],
] as const)(
  '[CS1.5] at %s who changes a case by the keyboard keeps what another changes meanwhile, and is told of what they would replace',
  async (_at, size, language, words) => {
    const { page, complaints } = await demo.regular({ letter: 'B', size, language })
    const other = await demo.visitor('B')
    const path = `/api/cases/${CASE}`
    const user = keyboardUser(page)
    await page.goto(`${demo.address}/cases/${CASE}/edit`)
    await page.getByLabel(words.callName).waitFor()

    const ownName = freshName(`${language}のなまえ`)
    await user.fill(words.callName, ownName)
    await other.send('PATCH', path, { areaCode: null })
    await other.send('PATCH', path, { callName: freshName(`${language}の別の名`) })
    await page.getByText(words.overtaken).waitFor()
    const breaches = await breachesOn(page)
    await takePicture(page, `case-overtaken-${language}.png`, 'whole')
    await user.choose(words.save, 'Enter')
    await page.waitForURL(`**/cases/${CASE}`)

    const { body } = await other.get(path)
    expect([body.callName, body.areaCode]).toEqual([expect.stringContaining(ownName), null])
    expect([breaches, complaints]).toEqual([[], []])
  },
)

browserTest('[CS4.6] a basis that has not begun yet is ended like one that holds', async () => {
  const b = await demo.visitor('B')
  const id = demoCaseId('しらかば')
  const { leadOrganisation, team }: CaseDetail = (await b.get(`/api/cases/${id}`)).body
  const recipient = team.find(({ organisation }) => organisation.id !== leadOrganisation.id)?.organisation.id
  const recorded = await b.post(`/api/cases/${id}/bases`, {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: leadOrganisation.id,
    recipientIds: [recipient],
    categories: ['basic'],
    from: '2099-04-01',
    until: null,
  })
  expect(recorded.status).toBe(201)
  const { page } = await demo.regular({ letter: 'B', size: DESK })
  await page.goto(`${demo.address}/cases/${id}`)
  const endable = page.getByRole('row', { name: '令和81年4月1日' }).filter({ has: page.getByRole('button') })
  await endable.getByRole('button', { name: /終える/ }).click()
  await page.getByRole('button', { name: '今日で終える' }).click()
  await page.getByText('根拠を終えました。').waitFor()
  await endable.waitFor({ state: 'detached' })
})
