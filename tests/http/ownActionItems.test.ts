import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { OwnActionItemView } from '#shared/api/noteRows.ts'
import { plainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { DEMO_ORGANISATIONS, demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { addActionItem } from '#tests/support/councilBlocks.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { writeInNote } from '#tests/support/writeInNote.ts'

const OWN = '/api/own-action-items'
const FIRST = fixedId('conference', 2)
const WELFARE = DEMO_ORGANISATIONS.find(({ id }) => id === demoOrganisationId('welfare'))?.name ?? ''

const day = (text: string) => plainDate(text) ?? ''

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const write = (conferenceId: string, change: (doc: Y.Doc) => void) => writeInNote(server, conferenceId, change)

const ownOf = async (letter: string): Promise<readonly OwnActionItemView[]> =>
  (await (await server.as(letter)).get(OWN)).body.items

const said = (items: readonly OwnActionItemView[]) => items.map(({ actionItem }) => actionItem.text)

test('[CF3.5] what is one’s own or one’s organisation’s is listed over all cases by its day, with the case and the conference', async () => {
  await write(FIRST, (doc) => {
    addActionItem(doc, 'あとの用件', { organisationName: WELFARE, dueOn: day('2031-01-15') })
    addActionItem(doc, '済んだ用件', { organisationName: WELFARE, state: 'done', dueOn: day('2020-01-15') })
    addActionItem(doc, 'ほかの機関の用件', { organisationName: '寮（架空）', dueOn: day('2031-01-15') })
    addActionItem(doc, '名前だけの用件', { personName: 'Ｄ さん', dueOn: day('2020-01-15') })
  })

  const items = await ownOf('D')
  const texts = said(items)

  expect([texts[0], texts.indexOf('あとの用件') > 0]).toEqual(['名前だけの用件', true])
  expect(texts).not.toContain('済んだ用件')
  expect(texts).not.toContain('ほかの機関の用件')
  expect(items[0]).toMatchObject({
    case: { id: demoCaseId('しらかば'), callName: 'しらかば' },
    conference: { id: FIRST },
  })
})

test('[CF3.5] what is late of others, who may never log in, is before the coordinator and before nobody else', async () => {
  await write(FIRST, (doc) =>
    addActionItem(doc, '寮の遅れた用件', { organisationName: '寮（架空）', dueOn: day('2020-02-15') }),
  )

  expect(said(await ownOf('B'))).toContain('寮の遅れた用件')
  expect(said(await ownOf('D'))).not.toContain('寮の遅れた用件')
})

test('[CF3.5] whoever is shown one is in the audit trail as the reader of its note, once, and nobody of the others', async () => {
  const staff = await server.as('D')
  await staff.get(OWN)
  await staff.get(OWN)
  const records = server.connection.collection('auditRecords')
  const { documentId } = (await staff.get(`/api/conferences/${FIRST}`)).body
  const readings = (letter: string) =>
    records.countDocuments({ kind: 'extractRead', byMemberId: demoMemberId(letter), objectIds: documentId })

  expect([await readings('D'), await readings('C')]).toEqual([1, 0])
})

test('[CF3.5] of a note that somebody may not read, or of a case that is over, nothing is listed', async () => {
  const university = DEMO_ORGANISATIONS.find(({ id }) => id === demoOrganisationId('university'))?.name ?? ''
  const request = {
    ...{ caseId: demoCaseId('しらかば'), meetingKind: 'caseConference', place: '会議室' },
    ...{ startsAt: Date.parse('2031-02-10T10:00:00+09:00'), basisId: demoBasisId('しらかば') },
  }
  const coordinator = await server.as('B')
  const call = async (title: string, letters: readonly string[]) =>
    (await coordinator.post('/api/conferences', { ...request, title, inviteeIds: letters.map(demoMemberId) })).body.id
  const [closed, open] = [await call('招かれない会議', ['B']), await call('招かれた会議', ['B', 'C'])]
  await write(closed, (doc) => addActionItem(doc, '招かれない用件', { organisationName: university }))
  await write(open, (doc) => addActionItem(doc, '招かれた用件', { organisationName: university }))

  const adviser = await (await server.as('C')).get(OWN)
  expect([said(adviser.body.items), adviser.text.includes('招かれない')]).toEqual([['招かれた用件'], false])
  expect(said(await ownOf('E'))).toEqual([])
  expect(said(await ownOf('A'))).toEqual([])

  await coordinator.send('PATCH', `/api/cases/${demoCaseId('しらかば')}`, { state: 'closed' })
  expect(said(await ownOf('C'))).toEqual([])
})

test('[CF3.6] of a conference under way whoever may read its note is told which note to listen to, and nobody else', async () => {
  const noteOf = async (letter: string, id: string) => {
    const { items } = (await (await server.as(letter)).get('/api/conferences')).body
    return items.find((one: { id: string }) => one.id === id)?.openNoteId
  }
  const underWay = fixedId('conference', 1)
  const { documentId } = (await (await server.as('B')).get(`/api/conferences/${underWay}`)).body

  expect([await noteOf('B', underWay), await noteOf('D', underWay)]).toEqual([documentId, documentId])
  expect([await noteOf('E', underWay), await noteOf('B', FIRST)]).toEqual([undefined, undefined])
})
