import { expect } from 'vitest'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { DESK, PHONE, takePicture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const demo = demoInBrowser()

/** A conference that is under way: each try ends its own. */
async function openedConference(coordinator: Visitor): Promise<string> {
  const { body } = await coordinator.post('/api/conferences', {
    ...{ caseId: demoCaseId('かもめ'), basisId: demoBasisId('かもめ'), meetingKind: 'caseConference' },
    ...{ title: '第4回個別ケース会議', place: '会議室', startsAt: Date.now() },
    inviteeIds: [demoMemberId('B'), demoMemberId('D')],
  })
  expect((await coordinator.post(`/api/conferences/${body.id}/opening`)).status).toBe(200)
  return `/conferences/${body.id}`
}

const UNSENT = '家族と面談した。'
const TYPED = '一二三四五六七八九十'.repeat(5)

browserTest(
  '[KS27] [LD5.5] when a conference is ended, who types on loses no letter, and who was cut off has theirs to copy',
  async () => {
    const other = await demo.visitor('B')
    const conference = await openedConference(other)
    const coordinator = await demo.person({ letter: 'B', size: DESK })
    // What is asked beside the note when a conference is over, and takes nothing along when it fails.
    await coordinator.page.route('**/api/trails-to-confirm', (route) => route.fulfill({ status: 500, body: '' }))
    await demo.openNote(coordinator.page, conference)
    const staff = await demo.person({ letter: 'D', size: PHONE })
    await demo.openNote(staff.page, conference)
    await staff.page.locator('.ProseMirror p').nth(1).click()
    await staff.context.setOffline(true)
    await staff.page.keyboard.type(UNSENT)
    await staff.page.locator('[data-sync-status=offline]').waitFor()

    await coordinator.page.locator('.ProseMirror p').first().click()
    const typing = coordinator.page.keyboard.type(TYPED, { delay: 40 })
    await other.send('POST', `/api${conference}/ending`)
    await typing
    await coordinator.page.getByText('閉会').or(coordinator.page.getByText('終了')).first().waitFor()
    await expect.poll(() => coordinator.page.locator('.ProseMirror').innerText()).toContain(TYPED)

    await staff.context.setOffline(false)
    const copy = staff.page.getByRole('button', { name: '未送信の文を写す' })
    await copy.first().waitFor()
    // By then the page has heard of it by every way.
    await staff.page.waitForTimeout(3_000)
    await takePicture(staff.page, 'right-ended-390.png')
    expect(await copy.count()).toBeGreaterThan(0)
    // One's own words, and nothing more of the note.
    expect(await staff.page.locator('.ProseMirror').count()).toBe(0)
    await staff.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.address })
    await copy.first().click()
    await expect.poll(() => staff.page.evaluate(() => navigator.clipboard.readText())).toBe(UNSENT)
  },
)
