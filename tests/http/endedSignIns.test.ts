import { afterAll, beforeAll, expect, test } from 'vitest'
import { clearEndedSignIns } from '#server/access/endedSignIns.ts'
import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { systemClock } from '#server/platform/clock.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const MINUTE = 60_000

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** One who signed in and did something last so many minutes ago. */
async function signedIn(letter: string, ago: { readonly begun: number; readonly active: number }): Promise<void> {
  await server.as(letter)
  await server.connection.collection(SESSIONS_COLLECTION).updateMany(
    { 'session.memberId': demoMemberId(letter) },
    {
      $set: {
        'session.signedInAt': Date.now() - ago.begun * MINUTE,
        'session.activeAt': Date.now() - ago.active * MINUTE,
      },
    },
  )
}

test('[AC6.12] a sign-in that ends by itself is in the trail once, with why; one that goes on is not, nor one that has only just ended', async () => {
  await signedIn('B', { begun: 60, active: 33 })
  await signedIn('C', { begun: 12 * 60 + 1, active: 5 })
  await signedIn('D', { begun: 60, active: 5 })
  await signedIn('E', { begun: 60, active: 31 })
  const audit = server.audit
  const look = () =>
    clearEndedSignIns({ connection: server.connection, collection: SESSIONS_COLLECTION, audit, clock: systemClock })

  await Promise.all([look(), look()])

  const records = await server.connection.collection('auditRecords').find({ kind: 'signOut' }).toArray()
  expect(records.map(({ byMemberId, because }) => [byMemberId, because]).toSorted()).toEqual([
    [demoMemberId('B'), 'idle'],
    [demoMemberId('C'), 'longest'],
  ])
  expect(await server.connection.collection(SESSIONS_COLLECTION).countDocuments({})).toBe(2)
})
