import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { addActionItem, addDecision } from '#tests/support/councilBlocks.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { writeInNote } from '#tests/support/writeInNote.ts'

const CASE = demoCaseId('しらかば')
const ROWS = `/api/cases/${CASE}/note-rows`
const FIRST = fixedId('conference', 2)

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const write = (conferenceId: string, change: (doc: Y.Doc) => void) => writeInNote(server, conferenceId, change)

async function call(title: string, startsAt: string, letters: readonly string[]): Promise<string> {
  const request = {
    caseId: CASE,
    title,
    meetingKind: 'caseConference',
    startsAt: Date.parse(startsAt),
    place: '会議室',
  }
  const inviteeIds = letters.map(demoMemberId)
  const basisId = demoBasisId('しらかば')
  return (await (await server.as('B')).post('/api/conferences', { ...request, basisId, inviteeIds })).body.id
}

const rowsFor = async (letter: string): Promise<readonly NoteRowsView[]> =>
  (await (await server.as(letter)).get(ROWS)).body.items

/** Each conference with the words of its rows. */
const said = (items: readonly NoteRowsView[]) =>
  items.map(({ conference, decisions, actionItems }) => [
    conference.title,
    ...[...decisions, ...actionItems].map(({ text }) => text),
  ])

test('[CF3.2] decisions and action items of a case are listed conference by conference, latest first, with who and by when', async () => {
  await write(FIRST, (doc) => {
    addDecision(doc, '就労を優先する', { state: 'policyOnly' })
    addActionItem(doc, '求人を探す', { organisationName: '就労（架空）', personName: 'Dさん', dueOn: '2027-01-15' })
    addActionItem(doc, '')
  })
  const second = await call('第2回の会議', '2031-01-10T10:00:00+09:00', ['B', 'D'])
  await write(second, (doc) => addActionItem(doc, '履歴書を書く', { state: 'takenBack' }))

  const items = await rowsFor('D')

  expect(said(items)).toEqual([
    ['第2回の会議', '履歴書を書く'],
    ['第1回個別ケース会議', '就労を優先する', '求人を探す'],
  ])
  expect(items[1]?.decisions[0]?.state).toBe('policyOnly')
  const known = { state: 'open', organisationName: '就労（架空）', personName: 'Dさん', dueOn: '2027-01-15' }
  expect(items[1]?.actionItems).toMatchObject([known])
  expect(items[0]?.actionItems).toMatchObject([{ state: 'takenBack', personName: null, dueOn: null }])
})

test('[CF3.2] of a note that somebody may not read they learn nothing, not even that there is one', async () => {
  const closed = await call('招かれない会議', '2031-02-10T10:00:00+09:00', ['B'])
  await write(closed, (doc) => addDecision(doc, '招かれない決定'))

  const adviser = await (await server.as('C')).get(ROWS)

  // The adviser of the case reads the notes of conferences that they were invited to.
  expect(said(adviser.body.items)).toEqual([['第1回個別ケース会議', '就労を優先する', '求人を探す']])
  expect(adviser.text).not.toContain('招かれない')
  expect((await (await server.as('B')).get(ROWS)).text).toContain('招かれない決定')
})

test('[CF3.2] a volunteer who knows of the case gets no row, and who does not know of it no answer', async () => {
  const [volunteer, outsider] = [await server.as('E'), await server.as('A')]
  const ofTheirs = await volunteer.get(`/api/cases/${demoCaseId('かもめ')}/note-rows`)

  expect([ofTheirs.status, ofTheirs.body]).toEqual([200, { items: [], next: null }])
  const refused = await outsider.get(ROWS)
  const nowhere = await outsider.get(`/api/cases/${fixedId('case', 999)}/note-rows`)
  const { traceId: _one, ...refusal } = refused.body
  const { traceId: _other, ...absence } = nowhere.body
  expect([refused.status, nowhere.status, refusal]).toEqual([404, 404, absence])
})

test('[AC6.4] whoever is shown rows of a note is in the audit trail as its reader, once for many readings, and not for notes without a row', async () => {
  const empty = await call('まだ何もない会議', '2031-03-10T10:00:00+09:00', ['B', 'D'])
  const staff = await server.as('D')
  const records = server.connection.collection('auditRecords')
  const idOf = async (id: string) => (await staff.get(`/api/conferences/${id}`)).body.documentId
  const readings = (objectIds: string) =>
    records.countDocuments({ kind: 'extractRead', byMemberId: demoMemberId('D'), objectIds })
  for (let time = 0; time < 3; time += 1) await staff.get(ROWS)

  expect([await readings(await idOf(FIRST)), await readings(await idOf(empty))]).toEqual([1, 0])
})

test('[LD3.6] a version that is brought back brings its rows back, and takes those away that came after it', async () => {
  const b = await server.as('B')
  const id = await call('戻される会議', '2031-04-10T10:00:00+09:00', ['B'])
  const path = `/api/documents/${(await b.get(`/api/conferences/${id}`)).body.documentId}`
  const now = async () => said(await rowsFor('B')).find(([title]) => title === '戻される会議')
  await write(id, (doc) => addDecision(doc, '前の決定'))
  const { number } = (await b.post(`${path}/versions`, { name: '戻す先' })).body
  await write(id, (doc) => {
    bodyOf(doc).delete(bodyOf(doc).length - 1, 1)
    addDecision(doc, '後の決定')
  })
  const changed = await now()

  await b.post(`${path}/versions/${number}/restoration`)

  expect([changed, await now()]).toEqual([
    ['戻される会議', '後の決定'],
    ['戻される会議', '前の決定'],
  ])
})
