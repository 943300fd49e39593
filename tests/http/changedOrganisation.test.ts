import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const TODAY = dayInJapan(instant(Date.now()))
const CASE = `/api/cases/${demoCaseId('かもめ')}`

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CL1.14] the 事務局 puts right what an organisation is called, and its members and the cases show it', async () => {
  const [administrator, staff] = [await server.as('A'), await server.as('D')]
  const path = `/api/organisations/${demoOrganisationId('welfare')}`
  const asStaff = await staff.send('PATCH', path, { name: 'X' })
  const offices = { removed: [], added: [{ office: 'secretariat', from: TODAY, until: null }] }
  await administrator.send('PATCH', `/api/members/${demoMemberId('D')}/post`, { offices })

  const changed = await staff.send('PATCH', path, {
    name: '社会福祉法人みなとの森林',
    kinds: { removed: ['welfareCorporation'], added: ['hospital'] },
  })

  expect([asStaff.status, changed.status, changed.body.shortName]).toEqual([403, 200, expect.any(String)])
  const { items } = (await staff.get('/api/members')).body
  expect(items).toContainEqual(
    expect.objectContaining({ id: demoMemberId('D'), organisationName: '社会福祉法人みなとの森林' }),
  )
  expect((await staff.get(CASE)).text).toContain('社会福祉法人みなとの森林')
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'organisationChanged' })
  expect(record?.changes).toEqual([{ field: 'kinds', from: expect.any(String), to: '["hospital"]' }])
})

test('[CL1.14] a closing day that was a slip is taken back, and those it shut out are in again', async () => {
  const [administrator, observer] = [await server.as('A'), await server.as('F')]
  const path = `/api/organisations/${demoOrganisationId('bar')}`
  const closed = async (closedOn: string | null) => {
    const { status } = await administrator.send('PATCH', path, { closedOn })
    return [status, (await observer.get('/api/members')).status]
  }

  expect([await closed(TODAY), await closed(null)]).toEqual([
    [200, 401],
    [200, 200],
  ])
})

test('[CL1.22] of two who change the kinds of an organisation at once both are heard, and none is left without a kind', async () => {
  const administrator = await server.as('A')
  const path = `/api/organisations/${demoOrganisationId('hostel')}`
  const change = (removed: readonly string[], added: readonly string[]) =>
    administrator.send('PATCH', path, { kinds: { removed, added } })

  await Promise.all([change([], ['hospital']), change(['rehabilitationFacility'], ['nonProfit'])])
  const { items } = (await administrator.get('/api/organisations')).body
  const { kinds } = items.find(({ id }: { readonly id: string }) => id === demoOrganisationId('hostel'))
  const none = await change(['hospital', 'nonProfit'], [])

  expect(kinds.toSorted()).toEqual(['hospital', 'nonProfit'])
  expect([none.status, none.body.detail]).toEqual([400, { fields: ['kinds'] }])
})

test('[CL2.1] a wrong area code from before is put right, and no other wrong one is taken', async () => {
  const administrator = await server.as('A')
  const id = demoOrganisationId('town')
  const stored = server.connection.collection<{ _id: string; areaCode: string }>('organisations')
  await stored.updateOne({ _id: id }, { $set: { areaCode: '993011' } })
  const change = async (areaCode: string) => {
    const said = { areaCode, shown: { areaCode: '993011' } }
    return (await administrator.send('PATCH', `/api/organisations/${id}`, said)).status
  }

  expect([await change('993019'), await change('993018')]).toEqual([400, 200])
  expect((await stored.findOne({ _id: id }))?.areaCode).toBe('993018')
})
