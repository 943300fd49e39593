import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { addActionItem, addSpeech } from '#tests/support/councilBlocks.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

let server: CouncilServer
let documentId = ''
const CASE = demoCaseId('かもめ')

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const b = await server.as('B')
  documentId = (await b.get(`/api/conferences/${fixedId('conference', 1)}`)).body.documentId
  await asCoordinator((doc) => {
    addSpeech(doc, '最初の発言', { memberId: 'mem_1', memberName: '山田太郎', organisationName: '架空市' })
    addActionItem(doc, '電話する', { personName: '佐藤花子' })
  })
})
afterAll(() => server.close())

async function asCoordinator(change: (doc: Participant['doc']) => void): Promise<void> {
  const { cookie } = await server.as('B')
  const address = server.origin.replace('http', 'ws')
  const writer = new Participant({ address, documentId, origin: server.origin, cookie })
  await writer.settled()
  change(writer.doc)
  await writer.settled()
  writer.leave()
}

/** Where one reader finds a name: in the extract as it comes, the one asked for in full, and the rows of the case. */
async function namesFor(letter: 'B' | 'C' | 'D' | 'F'): Promise<readonly string[]> {
  const reader = await server.as(letter)
  const paths = [
    `/api/documents/${documentId}/extract`,
    `/api/documents/${documentId}/extract?face=full`,
    `/api/documents/${documentId}/extract?face=projector`,
    `/api/cases/${CASE}/note-rows`,
  ]
  const answers = await Promise.all(paths.map((path) => reader.get(path)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  return answers.map(({ text }) => ['山田太郎', 'mem_1', '佐藤花子'].filter((name) => text.includes(name)).join('・'))
}

const BOTH = '山田太郎・mem_1・佐藤花子'

test('[AC2.10] an observer reads a note without the names of persons, whatever face they ask for; who acts for the case with them', async () => {
  expect(await namesFor('F')).toEqual(['', '', '', ''])
  expect(await namesFor('C')).toEqual([BOTH, BOTH, '', '佐藤花子'])
  expect(await namesFor('D')).toEqual([BOTH, BOTH, '', '佐藤花子'])

  const rightOf = async (letter: string) =>
    (await (await server.as(letter)).get(`/api/conferences/${fixedId('conference', 1)}`)).body.noteRight
  expect([await rightOf('F'), await rightOf('C'), await rightOf('D')]).toEqual(['readWithoutNames', 'read', 'edit'])
  const { items } = (await (await server.as('F')).get(`/api/cases/${CASE}/note-rows`)).body
  // Somebody is to do it, and that is told.
  expect(items.flatMap(({ actionItems }: { actionItems: readonly object[] }) => actionItems)).toMatchObject([
    { text: '電話する', personName: '○○' },
  ])
})

test('[AC2.10] what is new to an observer names nobody either', async () => {
  const observer = await server.as('F')
  await observer.get(`/api/documents/${documentId}/extract`)
  const readings = server.connection.collection<{ _id: string; present: unknown; before: unknown }>('lastReadings')
  const own = { _id: `${documentId}.${demoMemberId('F')}` }
  // Nobody waits for a reading to be noted.
  await until(async () => (await readings.findOne(own)) !== null, 'the reading is noted')
  await readings.updateOne(own, { $set: { before: (await readings.findOne(own))?.present } })
  await asCoordinator((doc) =>
    addSpeech(doc, '次の発言', { memberId: 'mem_2', memberName: '鈴木次郎', organisationName: '架空市' }),
  )

  const { status, text } = await observer.get(`/api/documents/${documentId}/difference?from=lastRead`)

  expect([status, text.includes('次の発言')]).toEqual([200, true])
  expect(['山田太郎', '佐藤花子', '鈴木次郎', 'mem_'].filter((name) => text.includes(name))).toEqual([])
})

test('[AC2.10] an adviser whose organisation only another basis names reads without names from that moment', async () => {
  const coordinator = await server.as('B')
  const added = await coordinator.post(`/api/cases/${CASE}/bases`, {
    ...{ kind: 'selfRelianceAct9', reason: '支援会議の決定', discloserId: demoOrganisationId('settlement') },
    ...{ recipientIds: [demoOrganisationId('university')], categories: ['basic'] },
    ...{ from: '2026-04-01', until: null },
  })
  const before = await namesFor('C')

  await coordinator.post(`/api/bases/${demoBasisId('かもめ')}/ending`)

  expect([added.status, before[0]]).toEqual([201, BOTH])
  expect(await namesFor('C')).toEqual(['', '', '', ''])
  expect((await namesFor('B'))[0]).toBe(BOTH)
})
