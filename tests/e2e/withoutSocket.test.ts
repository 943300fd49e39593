import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { breachesOn, DESK, isWithoutBrowser, openBrowser, personAt } from '#tests/support/browser.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { startProxy, type TestProxy } from '#tests/support/testProxy.ts'

const skip = isWithoutBrowser()
const NOTE = `/conferences/${fixedId('conference', 1)}`
const EDITOR = '.ProseMirror'

let server: ServerProcess
let proxy: TestProxy
let browser: Browser

beforeAll(async () => {
  if (skip) return
  proxy = await startProxy(0, { upgrades: 'refuse' })
  proxy.manners.target = await freePort()
  // Browsers know the proxy's address only.
  const environment = { PUBLIC_ORIGIN: `http://localhost:${proxy.port}` }
  server = await startServer({ port: proxy.manners.target, environment })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await proxy?.stop()
})

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}

test.skipIf(skip)(
  '[KS13] a person whose proxy refuses sockets is told so in a sentence, and writes with one who has a socket',
  async () => {
    const far = await personAt(browser, server.address, { letter: 'D', size: DESK })
    await far.page.goto(server.address + NOTE)
    await far.page.getByText('短い通信を繰り返して送っています').waitFor()
    proxy.manners.upgrades = 'pass'
    const near = await personAt(browser, server.address, { letter: 'B', size: DESK })
    await near.page.goto(server.address + NOTE)

    await far.page.locator(`${EDITOR} p`).first().click()
    await far.page.keyboard.type('遠い庁舎から書く。')
    await near.page.getByText('遠い庁舎から書く。').waitFor()
    await near.page.locator(`${EDITOR} p`).nth(1).click()
    await near.page.keyboard.type('近くから返す。')
    await far.page.getByText('近くから返す。').waitFor()
    await far.page.locator('[data-sync-status=saved]').waitFor()

    expect(await near.page.getByText('短い通信を繰り返して').count()).toBe(0)
    expect(await far.page.getByText('短い通信を繰り返して').count()).toBe(1)
    expect([...near.complaints, ...far.complaints].filter((line) => !line.includes('WebSocket'))).toEqual([])
    expect(await breachesOn(far.page)).toEqual([])
    await far.context.close()
    await near.context.close()
  },
)
