import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

/** Under way, and one that is to come. */
const [OPEN, PLANNED] = [fixedId('conference', 1), fixedId('conference', 2)]

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

interface Line {
  readonly kind: string
  readonly by: string
  readonly objectIds: readonly string[]
}

const linesOf = async (query: string): Promise<readonly Line[]> =>
  (await (await server.as('G')).get(`/api/audit-records?group=seen&${query}`)).body.items

async function noteOf(conference: string): Promise<string> {
  return (await (await server.as('B')).get(`/api/conferences/${conference}`)).body.documentId
}

test('[AC6.43] a note on the projector is in the trail as that, with whoever it is noted of that they sit before it, found by their name', async () => {
  const coordinator = await server.as('B')
  const documentId = await noteOf(OPEN)
  const states = { D: 'present', I: 'late', C: 'online', J: 'absent' }
  for (const [letter, state] of Object.entries(states)) {
    await coordinator.send('PUT', `/api/conferences/${OPEN}/attendance/${demoMemberId(letter)}`, { state })
  }

  await coordinator.get(`/api/documents/${documentId}/extract?face=projector`)
  const shown = await linesOf(`memberId=${demoMemberId('I')}`)
  const elsewhere = await linesOf(`memberId=${demoMemberId('C')}`)

  const [record] = shown.filter(({ kind }) => kind === 'noteProjected')
  expect(record).toMatchObject({ by: demoMemberId('B') })
  expect(record?.objectIds).toEqual(
    expect.arrayContaining([documentId, ...['D', 'I'].map((letter) => demoMemberId(letter))]),
  )
  expect(elsewhere.map(({ kind }) => kind)).not.toContain('noteProjected')
})

test('[AC6.43] before a conference is open nobody sits before its picture', async () => {
  const documentId = await noteOf(PLANNED)
  await (await server.as('B')).get(`/api/documents/${documentId}/extract?face=projector`)

  const lines = (await linesOf('')).filter(({ objectIds }) => objectIds.includes(documentId))
  expect(lines.find(({ kind }) => kind === 'noteProjected')?.objectIds).toEqual([documentId])
})

test('[AC6.44] whoever opens the sheet of a note, to print it, is in the trail as that before a word of it goes out', async () => {
  const documentId = await noteOf(OPEN)
  const path = `/api/documents/${documentId}/extract?face=full`
  const [printer, reader] = [await server.as('D'), await server.as('C')]

  expect([(await printer.get(`${path}&use=sheet`)).status, (await reader.get(path)).status]).toEqual([200, 200])

  const lines = await linesOf('')
  const kindsOf = (letter: string) =>
    lines
      .filter(({ by, objectIds }) => by === demoMemberId(letter) && objectIds.includes(documentId))
      .map(({ kind }) => kind)
  expect(kindsOf('D')).toEqual(['notePrinted'])
  expect(kindsOf('C')).toEqual(['extractRead'])
})
