import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import type { Door } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { Visitor } from '#tests/support/visitor.ts'

let server: ServerProcess
let visitor: Visitor
let door: Door

beforeAll(async () => {
  server = await startServer()
  visitor = new Visitor(server.address)
  await visitor.signInAsDemo(demoMemberId('B'))
  const { documentId } = (await visitor.post('/api/council-documents', { title: '門' })).body
  const { subprotocol } = (await visitor.get(`/api/documents/${documentId}`)).body
  const address = server.address.replace('http', 'ws')
  door = { address, documentId, origin: server.address, cookie: visitor.cookie, subprotocol }
})
afterAll(() => server.stop())

/** S-11: what looks like our origin and is not; null: none at all. */
function foreignOrigins(own: string): readonly (string | null)[] {
  const { hostname, port } = new URL(own)
  return [
    null,
    'null',
    'http://council.example',
    `https://${hostname}:${port}`,
    `http://${hostname}:${Number(port) + 1}`,
    `http://${hostname}`,
    `http://www.${hostname}:${port}`,
    `http://${hostname}.evil.example:${port}`,
    `http://evil${hostname}:${port}`,
    `http://${hostname.toUpperCase()}:${port}`,
    `http://${hostname}.:${port}`,
    `${own}/`,
    `http://me@${hostname}:${port}`,
    `${own} ${own}`,
  ]
}

const headersFrom = (origin: string | null) => ({
  cookie: door.cookie,
  'x-csrf-token': visitor.token,
  ...(origin === null ? {} : { origin }),
})

const askByHttp = (headers: { readonly [name: string]: string }) =>
  fetch(`${server.address}/sync/${door.documentId}/session`, {
    method: 'POST',
    headers: { 'x-sync-protocol': door.subprotocol ?? '', ...headers },
  })

const change = (headers: { readonly [name: string]: string }) =>
  fetch(`${server.address}/api/council-documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ title: '他所から' }),
  })

test('[KS1] of fifteen origins only our own opens a socket, and not a frame goes to the others', async () => {
  const { origin: _own, ...rest } = door
  const foreign = foreignOrigins(server.address).map(
    (origin) => new RawClient(origin === null ? rest : { ...rest, origin }),
  )
  const ours = new RawClient(door)
  await ours.comeIn()

  const endings = await Promise.all(foreign.map(({ ended }) => ended))

  expect(endings.map(({ status }) => status)).toEqual(foreign.map(() => 403))
  expect(foreign.flatMap(({ frames }) => frames)).toEqual([])
  expect(ours.isOpen).toBe(true)
  ours.leave()
})

test('[KS13] [AC7.6] of fifteen origins only our own is served without a socket, or changes anything', async () => {
  const foreign = foreignOrigins(server.address)

  const sync = await Promise.all(foreign.map(async (origin) => (await askByHttp(headersFrom(origin))).status))
  const changed = await Promise.all(foreign.map(async (origin) => (await change(headersFrom(origin))).status))

  expect([sync, changed]).toEqual([foreign.map(() => 403), foreign.map(() => 403)])
  expect((await askByHttp(headersFrom(server.address))).status).toBe(200)
})

test('[KS13] [AC7.6] a request that the browser says comes from another site, or that lacks the page’s token, is refused', async () => {
  const own = headersFrom(server.address)
  const sites = ['cross-site', 'same-site', 'none', 'same-origin']
  const { 'x-csrf-token': _token, ...tokenless } = own

  const bySite = async (ask: typeof askByHttp) =>
    Promise.all(sites.map(async (site) => (await ask({ ...own, 'sec-fetch-site': site })).status))

  expect(await bySite(askByHttp)).toEqual([403, 403, 403, 200])
  expect(await bySite(change)).toEqual([403, 403, 403, 201])
  expect([(await askByHttp(tokenless)).status, (await change(tokenless)).status]).toEqual([403, 403])
})
