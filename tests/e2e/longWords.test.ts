import { expect } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
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

browserTest('[UI3.5] no name and no address, however long, makes a page wider than its screen', async () => {
  const conference = `/conferences/${await callOnline()}`
  const { page } = await demo.person({ letter: 'B', size: PHONE })
  const wide: string[] = []
  const pages = ['/', '/cases', '/conferences', `/cases/${KAMOME}`, `/cases/${KAMOME}/edit`, conference]
  for (const path of [...pages, `${conference}/print`, `${conference}/projector`]) {
    await page.goto(demo.address + path)
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
