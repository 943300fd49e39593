import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const NEW_CASE = { callName: 'あじさい', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') }
const OPERATORS = [{ $ne: null }, { $gt: '' }, { $regex: '.*' }, { $where: 'true' }, { $in: ['mem_0'] }, ['a'], null, 7]

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const howMany = async () => (await (await server.as('B')).get('/api/cases')).body.items.length

test('[AC7.8] an operator in the place of a text is refused and finds nobody', async () => {
  const visitor = server.visitor()
  await visitor.readSession()
  const coordinator = await server.as('B')

  for (const payload of OPERATORS) {
    const answers = [
      await visitor.post('/api/session', { loginName: payload, password: payload }),
      await visitor.post('/api/demo-session', { memberId: payload }),
      await coordinator.post('/api/cases', { ...NEW_CASE, leadOrganisationId: payload }),
      await coordinator.send('PATCH', `/api/cases/${demoCaseId('かもめ')}`, { callName: payload }),
      await coordinator.get(`/api/cases/${encodeURIComponent(JSON.stringify(payload))}`),
    ]
    expect([payload, ...answers.map(({ status }) => status)]).toEqual([payload, 400, 400, 400, 400, 400])
  }
})

test('[AC7.8] a field nobody named, a wrong value and a body that is no JSON are refused, by field and without the value', async () => {
  const coordinator = await server.as('B')
  const before = await howMany()

  const unknown = await coordinator.post('/api/cases', { ...NEW_CASE, secretNote: 'ひみつ' })
  const wrong = await coordinator.post('/api/cases', { ...NEW_CASE, needs: ['ひみつ'] })
  const polluted = await coordinator.post('/api/cases', `{"__proto__":{"callName":"x"},"needs":[]}`)
  const broken = await coordinator.post('/api/cases', '{"callName":')

  expect([unknown, wrong, polluted, broken].map(({ status, body }) => [status, body.error])).toEqual(
    Array(4).fill([400, 'invalidInput']),
  )
  expect(wrong.body.detail.fields).toEqual(['needs.0'])
  expect(unknown.text + wrong.text).not.toContain('ひみつ')
  expect(await howMany()).toBe(before)
})

test('[AC7.8] a body over 64 KiB is refused before anybody reads it', async () => {
  const coordinator = await server.as('B')

  const answer = await coordinator.post('/api/cases', { ...NEW_CASE, callName: 'あ'.repeat(30_000) })

  expect([answer.status, answer.body.error]).toEqual([413, 'tooLarge'])
})

test('[AC7.8] an address that means nothing is answered like one that means something else', async () => {
  const coordinator = await server.as('B')

  const answers = [await coordinator.get('/api/nothing'), await coordinator.get('/api/cases/%E0%A4%A')]

  expect(answers.map(({ status }) => status)).toEqual([404, 400])
})
