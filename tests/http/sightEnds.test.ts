import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant, type PlainDate } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const today = dayInJapan(instant(Date.now()))

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** A case that the adviser and the staff of the same day's place see until one of these two days comes. */
async function caseWith(
  callName: string,
  { place, basis }: { readonly place: PlainDate; readonly basis: PlainDate | null },
) {
  const coordinator = await server.as('B')
  const [settlement, university, welfare] = ['settlement', 'university', 'welfare'].map((key) =>
    demoOrganisationId(key as 'settlement'),
  )
  const { body } = await coordinator.post('/api/cases', {
    callName,
    needs: ['housing'],
    leadOrganisationId: settlement,
  })
  const path = `/api/cases/${body.id}`
  const term = { categories: ['basic'], from: today, until: place }
  await coordinator.post(`${path}/team`, { organisationId: university, memberId: demoMemberId('C'), ...term })
  await coordinator.post(`${path}/team`, { organisationId: welfare, memberId: null, ...term })
  await coordinator.post(`${path}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: settlement,
      recipientIds: [university, welfare],
      categories: ['basic'],
    },
    ...{ from: today, until: basis },
  })
  return path
}

test('[AC2.17] an adviser is told for seven days, in the list and on the case, of the last day on which they see it, whatever ends first', async () => {
  const byPlace = await caseWith('つくし', { place: addDays(today, 7), basis: null })
  const byBasis = await caseWith('なずな', { place: addDays(today, 30), basis: addDays(today, 1) })
  const later = await caseWith('よもぎ', { place: addDays(today, 8), basis: null })
  const [adviser, staff] = [await server.as('C'), await server.as('D')]
  const told = async (letter: typeof adviser, path: string) => {
    const { items } = (await letter.get('/api/cases')).body
    const listed = items.find(({ id }: { readonly id: string }) => path.endsWith(id))
    return [listed.seenUntil, (await letter.get(path)).body.seenUntil]
  }

  expect(await told(adviser, byPlace)).toEqual([addDays(today, 7), addDays(today, 7)])
  expect(await told(adviser, byBasis)).toEqual([addDays(today, 1), addDays(today, 1)])
  expect(await told(adviser, later)).toEqual([undefined, undefined])
  // Who stands there through their organisation goes on by whoever it sends.
  expect(await told(staff, byPlace)).toEqual([undefined, undefined])
})
