import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect } from 'vitest'
import { breachesOn, DESK } from '#tests/support/browser.ts'
import { browserTest, demoInBrowser } from '#tests/support/demoInBrowser.ts'
import { startProxy, type TestProxy } from '#tests/support/testProxy.ts'

const EDITOR = '.ProseMirror'

let proxy: TestProxy

const demo = demoInBrowser({
  settings: async () => {
    proxy = await startProxy(0)
    proxy.manners.target = await freePort()
    // Browsers know the proxy's address only.
    return { port: proxy.manners.target, environment: { PUBLIC_ORIGIN: `http://localhost:${proxy.port}` } }
  },
})

afterAll(() => proxy?.stop())

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}

browserTest(
  '[KS13] a person whose proxy refuses sockets is told so in a sentence, and writes with one who has a socket',
  async () => {
    // In this order: who has no socket tries one again after five seconds, and would be let through.
    proxy.manners.upgrades = 'pass'
    const near = await demo.personAtNote({ letter: 'B', size: DESK })
    proxy.manners.upgrades = 'refuse'
    const far = await demo.personAtNote({ letter: 'D', size: DESK })
    await far.page.getByText('短い通信を繰り返して送っています').waitFor()

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
  },
)
