import { expect } from 'vitest'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { breachesOn, DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser, NOTE } from '#tests/support/demoInBrowser.ts'

const demo = demoInBrowser()

const TYPED = '一二三四五六七八九十'.repeat(5)

browserTest(
  '[LD2.8] a page of an older release reads the note, is told to load again, and opens no socket on it',
  async () => {
    const { page, complaints } = await demo.person({ letter: 'B', size: DESK })
    const sockets: string[] = []
    page.on('websocket', (socket) => sockets.push(socket.url()))
    // What a server of the next release answers to this page.
    await page.route(/\/api\/documents\/[^/]+$/, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), schemaVersion: SCHEMA_VERSION + 1 } })
    })

    await page.goto(demo.address + NOTE)
    await page.getByText('ページを読み込み直してください').waitFor()
    await page.getByRole('heading', { name: '1 前回の決定事項の確認' }).waitFor()

    expect(await page.locator('.ProseMirror').count()).toBe(0)
    expect(sockets.filter((url) => url.includes('/sync/'))).toEqual([])
    expect(await page.getByRole('button', { name: '読み込み直す' }).isEnabled()).toBe(true)
    expect(await breachesOn(page)).toEqual([])
    expect(complaints).toEqual([])
  },
)

browserTest(
  '[LD5.33] what does not come to a page beside a note, since a later release calls it otherwise, takes nothing of the note along',
  async () => {
    const { page } = await demo.personAtNote({ letter: 'B', size: DESK })
    await page.route('**/assets/TrailPanel-*', (route) => route.fulfill({ status: 404, body: '' }))
    await page.locator('.ProseMirror p').first().click()

    const typing = page.keyboard.type(TYPED, { delay: 40 })
    await (await demo.visitor('B')).send('POST', `/api${NOTE}/ending`)
    await typing
    await page.locator('[data-sync-status=saved]').waitFor()

    expect(await page.locator('.ProseMirror').innerText()).toContain(TYPED)
    await page.getByText('この欄を読み込めませんでした').waitFor()
    expect(await page.getByRole('button', { name: 'もう一度読み込む' }).isEnabled()).toBe(true)
  },
)
