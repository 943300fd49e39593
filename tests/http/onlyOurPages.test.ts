import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const NEW_CASE = { callName: 'あじさい', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') }

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[AC7.6] a change without the session’s token is refused, and so is one with another session’s token', async () => {
  const coordinator = await server.as('B')
  const other = await (await server.as('B')).readSession()
  const change = (headers: { readonly [name: string]: string }) =>
    coordinator.raw({
      method: 'POST',
      path: '/api/cases',
      body: NEW_CASE,
      headers: { origin: server.origin, ...headers },
    })

  const bare = { path: '/api/session', headers: { origin: server.origin } }
  const attended = { ...bare, path: `/api/conferences/${fixedId('conference', 1)}/attendance/${fixedId('member', 1)}` }

  const answers = [
    await change({}),
    await change({ 'x-csrf-token': other.body.csrfToken }),
    await coordinator.raw({ ...bare, method: 'DELETE' }),
    await coordinator.raw({ ...attended, method: 'PUT', body: {} }),
  ]

  expect(answers.map(({ status, body }) => [status, body.detail.because])).toEqual(
    answers.map(() => [403, 'csrfToken']),
  )
})

test('[AC7.6] a change that comes from another site, or does not say from where, is refused', async () => {
  const coordinator = await server.as('B')
  const { body } = await coordinator.readSession()
  const change = (headers: { readonly [name: string]: string }) =>
    coordinator.raw({
      method: 'POST',
      path: '/api/cases',
      body: NEW_CASE,
      headers: { 'x-csrf-token': body.csrfToken, ...headers },
    })

  const refused = [
    await change({}),
    await change({ origin: 'http://evil.example' }),
    await change({ origin: `${server.origin}.evil.example` }),
    await change({ origin: 'null' }),
    await change({ origin: server.origin, 'sec-fetch-site': 'cross-site' }),
    await change({ origin: server.origin, 'sec-fetch-site': 'same-site' }),
  ]
  const allowed = await change({ origin: server.origin, 'sec-fetch-site': 'same-origin' })

  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
  expect(allowed.status).toBe(201)
})

test('[AC7.7] what a person’s browser gets is kept nowhere, runs no foreign script and stands in no frame', async () => {
  const { headers } = await (await server.as('B')).get('/api/cases')

  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toMatch(
    /default-src 'none';.*script-src 'self';.*frame-ancestors 'none'/,
  )
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-powered-by')).toBe(null)
})
