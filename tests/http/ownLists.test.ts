import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

/** More cases than are looked up one by one. */
const MANY = 300
const PEOPLE = ['A', 'B', 'C', 'D', 'E', 'F', 'G']

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const idsOf = (answer: { readonly body: { readonly items: readonly { readonly id: string }[] } }): readonly string[] =>
  answer.body.items.map(({ id }) => id).toSorted()

/** Which of all there are open to somebody who asks for each of them by itself. */
async function openTo(visitor: Visitor, path: string, ids: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(ids.map(async (id) => [id, (await visitor.get(`${path}/${id}`)).status] as const))
  return answers.filter(([, status]) => status === 200).map(([id]) => id)
}

test('[AC3.7] for each of the council’s people a list holds exactly what opens to them by itself, before a move and after', async () => {
  const all = async (collection: string) =>
    (await server.connection.collection<{ _id: string }>(collection).find({}).toArray())
      .map(({ _id }) => _id)
      .toSorted()
  const [cases, conferences] = [await all('cases'), await all('conferences')]
  const people = await Promise.all(PEOPLE.map((letter) => server.as(letter)))
  const lists = (visitor: Visitor) =>
    Promise.all([visitor.get('/api/cases').then(idsOf), visitor.get('/api/conferences').then(idsOf)])
  const open = (visitor: Visitor) =>
    Promise.all([openTo(visitor, '/api/cases', cases), openTo(visitor, '/api/conferences', conferences)])
  const check = async () => {
    const listed = await Promise.all(people.map(lists))
    expect(listed).toEqual(await Promise.all(people.map(open)))
    return listed
  }

  const before = await check()
  const path = `/api/members/${demoMemberId('D')}/post`
  await people[0]?.send('PATCH', path, { organisationId: demoOrganisationId('settlement') })
  const after = await check()

  expect(after).not.toEqual(before)
  expect(cases).toContain(demoCaseId('かもめ'))
  expect(conferences).toContain(fixedId('conference', 1))
})

test('[AC6.11] whoever is shown cases and conferences in a list is in the audit trail with which they were, once for many times', async () => {
  const [records, volunteer] = [server.connection.collection('auditRecords'), await server.as('E')]
  const lists = [await volunteer.get('/api/cases'), await volunteer.get('/api/conferences')].map(idsOf)
  await Promise.all(['/api/cases', '/api/conferences'].map((path) => volunteer.get(path)))
  const keptOf = async (letter: string, kind: string) =>
    (await records.find({ kind, byMemberId: demoMemberId(letter) }).toArray()).map(({ objectIds }) =>
      objectIds.toSorted(),
    )

  expect(lists.every(({ length }) => length > 0)).toBe(true)
  expect([await keptOf('E', 'casesListed'), await keptOf('E', 'conferencesListed')]).toEqual(lists.map((ids) => [ids]))
  expect([await keptOf('A', 'casesListed'), await keptOf('A', 'conferencesListed')]).toEqual([[], []])
})

test('[AC3.7] of hundreds of cases, too, each is listed on its own bases and on no other case’s', async () => {
  const staff = await server.as('E')
  const before = idsOf(await staff.get('/api/cases'))
  const row = async (collection: string, where: object) => {
    const found = await server.connection.collection<{ _id: string }>(collection).findOne(where)
    if (found === null) throw new Error('the demo has it')
    return found
  }
  const [theCase, basis] = [
    await row('cases', { _id: demoCaseId('かもめ') }),
    await row('sharingBases', { caseId: demoCaseId('かもめ') }),
  ]
  const numbers = Array.from({ length: MANY }, (_, index) => 1_000 + index)
  await server.connection
    .collection<{ _id: string }>('cases')
    .insertMany(numbers.map((one) => ({ ...theCase, _id: fixedId('case', one), number: `R07-${one}` })))
  const based = numbers.filter((one) => one % 2 === 0)
  await server.connection
    .collection<{ _id: string }>('sharingBases')
    .insertMany(based.map((one) => ({ ...basis, _id: fixedId('basis', one), caseId: fixedId('case', one) })))

  const after = idsOf(await staff.get('/api/cases'))

  expect(after).toEqual([...before, ...based.map((one): string => fixedId('case', one))].toSorted())
})

test('[CF1.13] whoever knows of a conference learns whether they themselves are asked to come', async () => {
  const id = fixedId('conference', 1)
  const heard = async (letter: string) => {
    const visitor = await server.as(letter)
    const { items } = (await visitor.get('/api/conferences')).body
    const listed = items.find((one: { readonly id: string }) => one.id === id)
    return [listed.isInvited, (await visitor.get(`/api/conferences/${id}`)).body.isInvited]
  }

  expect([await heard('C'), await heard('E')]).toEqual([
    [true, true],
    [false, false],
  ])
})
