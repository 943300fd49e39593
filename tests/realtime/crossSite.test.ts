import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import {
  askForChange,
  askWithoutSocket,
  crossSite,
  headersFrom,
  type OpenPage,
} from '#tests/support/faults/crossSite.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { Visitor } from '#tests/support/visitor.ts'

let server: ServerProcess
let page: OpenPage

beforeAll(async () => {
  server = await startServer()
  const visitor = new Visitor(server.address)
  await visitor.signInAsDemo(demoMemberId('B'))
  const { documentId } = (await visitor.post('/api/council-documents', { title: '門' })).body
  const { subprotocol } = (await visitor.get(`/api/documents/${documentId}`)).body
  const address = server.address.replace('http', 'ws')
  const door = { address, documentId, origin: server.address, cookie: visitor.cookie, subprotocol }
  page = { door, visitor }
})
afterAll(() => server.stop())

test('[KS1] [KS13] [AC7.6] S-11: of fifteen origins only our own opens a socket, is served without one, or changes anything', async () => {
  expect(await crossSite(page)).toEqual({ origins: 14, passed: [], refused: [] })
})

test('[KS13] [AC7.6] a request that the browser says comes from another site, or that lacks the page’s token, is refused', async () => {
  const own = headersFrom(page, server.address)
  const sites = ['cross-site', 'same-site', 'none', 'same-origin']
  const { 'x-csrf-token': _token, ...tokenless } = own

  const bySite = async (ask: typeof askForChange) =>
    Promise.all(sites.map(async (site) => (await ask(page, { ...own, 'sec-fetch-site': site })).status))

  expect(await bySite(askWithoutSocket)).toEqual([403, 403, 403, 200])
  expect(await bySite(askForChange)).toEqual([403, 403, 403, 201])
  expect([(await askWithoutSocket(page, tokenless)).status, (await askForChange(page, tokenless)).status]).toEqual([
    403, 403,
  ])
})
