import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { breachesOn, DESK, isWithoutBrowser, openBrowser, personAt } from '#tests/support/browser.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'

const skip = isWithoutBrowser()
let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  if (skip) return
  server = await startServer()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test.skipIf(skip)(
  '[LD2.8] a page of an older release reads the note, is told to load again, and opens no socket on it',
  async () => {
    const { page, complaints } = await personAt(browser, server.address, { letter: 'B', size: DESK })
    const sockets: string[] = []
    page.on('websocket', (socket) => sockets.push(socket.url()))
    // What a server of the next release answers to this page.
    await page.route(/\/api\/documents\/[^/]+$/, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), schemaVersion: SCHEMA_VERSION + 1 } })
    })

    await page.goto(`${server.address}/conferences/${fixedId('conference', 1)}`)
    await page.getByText('ページを読み込み直してください').waitFor()
    await page.getByRole('heading', { name: '1 前回の決定事項の確認' }).waitFor()

    expect(await page.locator('.ProseMirror').count()).toBe(0)
    expect(sockets.filter((url) => url.includes('/sync/'))).toEqual([])
    expect(await page.getByRole('button', { name: '読み込み直す' }).isEnabled()).toBe(true)
    expect(await breachesOn(page)).toEqual([])
    expect(complaints).toEqual([])
  },
)
