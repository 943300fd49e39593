import { expect } from 'vitest'
import { DESK, PHONE, picture } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const EDITOR = '.ProseMirror'

const demo = demoInBrowser()

browserTest(
  '[LD5.1] coordinator and staff write one note, and each sees the other’s words, name and organisation',
  async () => {
    const coordinator = await demo.personAtNote({ letter: 'B', size: DESK })
    const staff = await demo.personAtNote({ letter: 'D', size: PHONE })

    await staff.page.locator(`${EDITOR} p`).first().click()
    await staff.page.keyboard.type('住まいの確保について市と調整する。')
    await coordinator.page.getByText('住まいの確保について市と調整する。').waitFor()
    await coordinator.page.locator(`${EDITOR} p`).nth(1).click()
    await coordinator.page.keyboard.type('体調は落ち着いている。')
    await staff.page.getByText('体調は落ち着いている。').waitFor()

    await coordinator.page
      .locator('.collaboration-carets__label, [class*=caret]')
      .getByText('Dさん（社会福祉法人みなとの森）')
      .first()
      .waitFor()
    await staff.page.getByText('保存済み').first().waitFor()
    await coordinator.page.screenshot({ path: picture('conference-1366.png') })
    await staff.page.screenshot({ path: picture('conference-390.png') })
    expect([...coordinator.complaints, ...staff.complaints]).toEqual([])
  },
)

browserTest('[CF3.1] a reader and the projector get the extract, and no socket of the document', async () => {
  const adviser = await demo.person({ letter: 'C', size: DESK })
  const sockets: string[] = []
  adviser.page.on('websocket', (socket) => sockets.push(socket.url()))

  await adviser.page.goto(demo.address + NOTE)
  await adviser.page.getByText('1 前回の決定事項の確認').waitFor()

  expect(await adviser.page.locator('[contenteditable=true]').count()).toBe(0)
  // The hints' socket carries ids only.
  expect(sockets.filter((url) => !url.includes('/hints/'))).toEqual([])
})

browserTest('[CF8.1] the print sheet of the note is an A4 page with its form number, and can be searched', async () => {
  const { page } = await demo.person({ letter: 'B', size: DESK })

  await page.goto(`${demo.address}${NOTE}/print`)
  await page.getByText('1 前回の決定事項の確認').waitFor()
  const pdf = await page.pdf({ path: picture('note-a4.pdf'), format: 'A4', preferCSSPageSize: true })

  expect(pdf.byteLength).toBeGreaterThan(10_000)
  expect(await page.locator('body').innerText()).toContain('様式第7号')
})
