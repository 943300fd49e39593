import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { SignedIn } from '#server/access/signedIn.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => vi.useRealTimers())
afterAll(() => server.close())

/** Who the server takes an upgrade request with this cookie for. */
async function upgradeWith(cookie: string): Promise<SignedIn | null> {
  const gateway = createServer()
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const arrived = new Promise<IncomingMessage>((resolve) => gateway.once('upgrade', resolve))
  const { port } = gateway.address() as AddressInfo
  const headers = { connection: 'Upgrade', upgrade: 'websocket', ...(cookie === '' ? {} : { cookie }) }
  const asked = request({ port, path: '/sync/doc_1', headers }).on('error', () => undefined)
  asked.end()
  try {
    return await server.sessions.readSignedIn(await arrived)
  } finally {
    asked.destroy()
    gateway.closeAllConnections()
    gateway.close()
  }
}

test('[AC7.9] an upgrade belongs to the person whose session it carries', async () => {
  const visitor = await server.as('D')

  const who = await upgradeWith(visitor.cookie)

  expect(who).toMatchObject({ memberId: demoMemberId('D'), accountId: expect.stringMatching(/^acc_/) })
})

test('[AC7.9] an upgrade with no cookie, a forged one, or one of an ended or idle session is nobody’s', async () => {
  const [ended, idle] = [await server.as('D'), await server.as('B')]
  const cookie = ended.cookie
  await ended.send('DELETE', '/api/session')
  const forged = idle.cookie.replace(/\.[^.]*$/, '.AAAA')

  expect([await upgradeWith(''), await upgradeWith(cookie), await upgradeWith(forged)]).toEqual([null, null, null])

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 60_000 })
  expect(await upgradeWith(idle.cookie)).toBe(null)
})
