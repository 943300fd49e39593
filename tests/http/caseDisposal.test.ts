import type { Model } from 'mongoose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { closeLongAgo, disposeOf, FIVE_YEARS, giveOffices } from '#tests/support/filesOffice.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const CASE = demoCaseId('かもめ')
const CONFERENCE = fixedId('conference', 1)
const at = (step: string) => `/api/disposals/${CASE}/${step}`
const REASON = { reason: '保存期間の満了' }

let server: CouncilServer
let asker: Visitor
let approver: Visitor

/** A is of the 事務局, C the chair; the case is due. */
beforeEach(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  await giveOffices(server.connection, { A: 'secretariat', C: 'chair' })
  await closeLongAgo(server.connection, CASE)
  asker = await server.as('A')
  approver = await server.as('C')
  await asker.send('PUT', '/api/retention-rule', FIVE_YEARS)
})
afterEach(() => {
  vi.restoreAllMocks()
  return server.close()
})

const dueNow = async (visitor: Visitor) =>
  (await visitor.get('/api/disposals')).body.due.find((one: { readonly caseId: string }) => one.caseId === CASE)
const said = ({ status, body }: { readonly status: number; readonly body: { readonly detail?: unknown } | null }) => [
  status,
  body?.detail,
]
const kindsIn = async () =>
  (await server.connection.collection('auditRecords').find({ objectIds: CASE }).sort({ at: 1 }).toArray()).map(
    ({ kind }) => kind,
  )

test('[CS9.3] whoever keeps the council’s files is shown which cases are due, by number and day, and nothing that is kept in them', async () => {
  const listed = await asker.get('/api/disposals')
  const names = await server.connection.collection('cases').find({}).toArray()

  expect(await dueNow(asker)).toMatchObject({ closedOn: '2019-06-01', dueOn: '2025-04-01', hindrance: null })
  expect(names.filter(({ callName }) => listed.text.includes(callName))).toEqual([])
  expect((await (await server.as('B')).get('/api/disposals')).status).toBe(403)
  expect([listed.body.can.ask.allowed, (await approver.get('/api/disposals')).body.can.ask.allowed]).toEqual([
    true,
    false,
  ])
  expect(await kindsIn()).toContain('disposalsListed')
})

test('[CL6.1] until the council has set how long cases are kept none is listed, and of two who set it at once the second is told', async () => {
  await server.connection.collection('retentionRules').deleteMany({})

  const before = await asker.get('/api/disposals')
  const refused = await asker.post(at('request'), REASON)
  const first = await asker.send('PUT', '/api/retention-rule', { ...FIVE_YEARS, years: 10 })
  const second = await asker.send('PUT', '/api/retention-rule', FIVE_YEARS)

  expect([before.body.rule, before.body.due]).toEqual([null, []])
  expect(said(refused)).toEqual([409, { because: 'noRule' }])
  expect([first.status, said(second)]).toEqual([204, [409, { because: 'retentionChanged' }]])
})

test('[CS9.17] a case that closed before the day of it was kept is given that of its last change in the trail, once, and one of which the trail says nothing is not', async () => {
  const cases = server.connection.collection<{ _id: string; number: string }>('cases')
  const [known, unknown] = [CASE, demoCaseId('しらかば')]
  await cases.updateMany({ _id: { $in: [known, unknown] } }, { $set: { state: 'closed' }, $unset: { closedOn: 1 } })
  const change = { kind: 'caseChanged', byMemberId: null, objectIds: [known], because: null }
  const records = [
    { ...change, at: Date.parse('2019-05-31T15:30:00Z'), outcome: 'done' },
    { ...change, at: Date.parse('2021-01-01T00:00:00Z'), outcome: 'refused' },
  ]
  await server.connection.collection('auditRecords').insertMany(records)

  await server.dateClosings()
  await server.dateClosings()

  const { undated } = (await asker.get('/api/disposals')).body
  expect(await dueNow(asker)).toMatchObject({ closedOn: '2019-06-01', hindrance: null })
  expect(undated).toEqual([(await cases.findOne({ _id: unknown }))?.number])
  expect((await kindsIn()).filter((kind) => kind === 'closingDated')).toHaveLength(1)
})

test('[CS9.4] nothing is erased by one person alone, unasked, by another office of the same person, or on a request that was not shown', async () => {
  const approve = (visitor: Visitor, askedAt: number) => visitor.post(at('approval'), { askedAt })
  expect(said(await approve(approver, 1))).toEqual([409, { because: 'disposalNotAsked' }])
  await asker.post(at('request'), REASON)
  const { asked } = await dueNow(approver)

  await giveOffices(server.connection, { A: 'chair' })
  expect(said(await approve(asker, asked.at))).toEqual([409, { because: 'disposalOwn' }])
  expect(said(await approve(approver, asked.at - 1))).toEqual([409, { because: 'disposalOtherAsked' }])
  expect((await approve(await server.as('B'), asked.at)).status).toBe(403)
  const late = asked.at - 32 * 86_400_000
  await server.connection.collection('caseDisposals').updateOne({}, { $set: { 'asked.at': late } })
  expect(said(await approve(approver, late))).toEqual([409, { because: 'disposalNotAsked' }])

  expect((await (await server.as('B')).get(`/api/cases/${CASE}`)).status).toBe(200)
})

test('[CS9.15] what was asked for under one rule of the council waits no more under another: nobody approves what they were not shown', async () => {
  await asker.post(at('request'), REASON)
  const { asked } = await dueNow(approver)
  const { shown: _, ...five } = FIVE_YEARS
  await asker.send('PUT', '/api/retention-rule', { ...five, documentClass: '別の分類', shown: five })
  const after = await dueNow(approver)

  expect(said(await approver.post(at('approval'), { askedAt: asked.at }))).toEqual([
    409,
    { because: 'disposalNotAsked' },
  ])
  expect([after.hindrance, after.asked]).toEqual([null, null])
  expect((await asker.post(at('request'), REASON)).status).toBe(204)
  expect((await dueNow(approver)).asked.at).toBeGreaterThan(asked.at)
})

test('[CS9.1] a hold with its reason, a reopened case and a conference ahead keep a case from being disposed of, also after it was asked for', async () => {
  await asker.post(at('request'), REASON)
  const { asked } = await dueNow(approver)
  const approve = () => approver.post(at('approval'), { askedAt: asked.at })

  await server.connection.collection('conferences').updateOne({ caseId: CASE }, { $set: { state: 'planned' } })
  expect(said(await approve())).toEqual([409, { because: 'conferenceAhead' }])
  await closeLongAgo(server.connection, CASE)
  expect((await approver.post(at('hold'), { reason: '訴訟が続いている' })).status).toBe(204)
  expect(said(await approver.post(at('hold'), REASON))).toEqual([409, { because: 'onHold' }])
  expect(said(await approve())).toEqual([409, { because: 'onHold' }])
  expect(await dueNow(asker)).toMatchObject({ hindrance: 'onHold', hold: { reason: '訴訟が続いている' }, asked: null })
  expect((await approver.post(at('hold/lifting'), { reason: '終わった' })).status).toBe(204)
  expect(said(await approve())).toEqual([409, { because: 'disposalNotAsked' }])
  await server.connection.collection<{ _id: string }>('cases').updateOne({ _id: CASE }, { $set: { state: 'reopened' } })
  expect((await asker.post(at('request'), REASON)).status).toBe(404)
})

test.each(['hold', 'reopening', 'approval'] as const)(
  '[CS9.16] of an approval and a %s at one moment one is done, and the other learns of it',
  async (other) => {
    const coordinator = await server.as('B')
    await asker.post(at('request'), REASON)
    const askedAt = (await dueNow(approver)).asked.at
    const approve = () => approver.post(at('approval'), { askedAt })
    const others = {
      hold: () => asker.post(at('hold'), REASON),
      reopening: () => coordinator.send('PATCH', `/api/cases/${CASE}`, { state: 'reopened' }),
      approval: approve,
    }

    const [approved, raced] = await Promise.all([approve(), others[other]()])
    const { status } = await coordinator.get(`/api/cases/${CASE}`)

    const isApproved = approved.status === 204 || (other === 'approval' && raced.status === 204)
    expect([approved.status < 300, raced.status < 300].filter(Boolean)).toHaveLength(1)
    expect([404, 409]).toContain(approved.status < 300 ? raced.status : approved.status)
    expect(status).toBe(isApproved ? 404 : 200)
    expect((await kindsIn()).filter((kind) => kind === 'caseDisposed')).toHaveLength(isApproved ? 1 : 0)
  },
)

test('[CS9.5] an erased case is gone for everybody; those who could see it are told that and when, the others what they are told of nothing', async () => {
  const coordinator = await server.as('B')
  const { documentId } = (await coordinator.get(`/api/conferences/${CONFERENCE}`)).body

  expect(await disposeOf(server, CASE)).toBe(204)

  const gone = await coordinator.get(`/api/cases/${CASE}`)
  expect([gone.status, gone.body.detail]).toEqual([
    404,
    { because: 'caseErased', number: expect.stringMatching(/^R/), on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
  ])
  expect((await coordinator.get(`/api/conferences/${CONFERENCE}`)).body.detail.because).toBe('caseErased')
  expect((await coordinator.get(`/api/documents/${documentId}`)).status).toBe(404)
  const stranger = await (await server.as('G')).get(`/api/cases/${CASE}`)
  const never = await (await server.as('G')).get(`/api/cases/${fixedId('case', 999)}`)
  const { traceId: _, ...told } = stranger.body
  const { traceId: __, ...ofNothing } = never.body
  expect([stranger.status, told]).toEqual([never.status, ofNothing])
})

test('[CS9.6] what is left is the record: number, class, term, who asked and approved, when, and a hash of each note; the audit trail still says by the number who saw it', async () => {
  const coordinator = await server.as('B')
  const { number, callName } = (await coordinator.get(`/api/cases/${CASE}`)).body
  await disposeOf(server, CASE)

  const { body, text } = await asker.get('/api/disposals')
  const [record] = body.erased
  expect(record).toMatchObject({ number, documentClass: '相談支援', years: 5, closedOn: '2019-06-01' })
  expect([record.askedBy, record.approvedBy, record.clearedAt]).toEqual(['Aさん', 'Cさん', expect.any(Number)])
  expect(record.hashes.length).toBeGreaterThan(1)
  expect(record.hashes.every(({ sha256 }: { sha256: string }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
  expect([text.includes(callName), await dueNow(asker)]).toEqual([false, undefined])
  const trail = (await (await server.as('G')).get(`/api/audit-records?caseNumber=${number}`)).body
  expect(trail.items.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['caseErased', 'caseDisposed', 'disposalAsked', 'caseRead']),
  )
  expect(trail.things[CASE]).toEqual({ kind: 'case', number })
  expect(trail.things[CONFERENCE]).toMatchObject({ kind: 'conference', number })
})

test('[CS9.7] a page that slept through it comes back with the note of an erased case and is closed with 4410; nothing it holds is kept', async () => {
  const coordinator = await server.as('B')
  await server.connection
    .collection<{ _id: string }>('cases')
    .updateOne({ _id: CASE }, { $set: { state: 'supporting' } })
  const { documentId } = (await coordinator.get(`/api/conferences/${CONFERENCE}`)).body
  const door = {
    address: server.origin.replace('http', 'ws'),
    documentId,
    origin: server.origin,
    cookie: coordinator.cookie,
  }
  const stale = new Participant(door)
  await stale.settled()
  stale.provider.disconnect()
  stale.type('眠っていた間の文。')
  await closeLongAgo(server.connection, CASE)

  await disposeOf(server, CASE)
  stale.provider.connect()
  await until(() => (stale.lastClose?.code ?? 0) >= 4_000, 'the one who slept is refused')

  expect(stale.lastClose?.code).toBe(4410)
  const left = ['journal', 'snapshots', 'versionPacks', 'workTallies', 'lastReadings', 'divergences'].map((name) =>
    server.connection.collection(name).countDocuments({ documentId }),
  )
  expect(await Promise.all(left)).toEqual([0, 0, 0, 0, 0, 0])
  stale.leave()
})

test('[CS9.9] what a full disk stops in the middle is not said to be done, is gone for everybody, and goes on by itself', async () => {
  const full = () => Promise.reject(new Error('database or disk is full'))
  const snapshots = server.connection.models.SnapshotPart as Model<unknown>
  vi.spyOn(snapshots, 'deleteMany').mockImplementation(full as never)
  const erasedNow = async () => (await asker.get('/api/disposals')).body.erased[0]

  expect(await disposeOf(server, CASE)).toBe(204)
  const stopped = await erasedNow()
  await server.finishErasures()
  const still = await erasedNow()
  vi.restoreAllMocks()
  await server.finishErasures()

  expect([stopped.clearedAt, still.clearedAt]).toEqual([null, null])
  expect((await (await server.as('B')).get(`/api/cases/${CASE}`)).status).toBe(404)
  expect((await erasedNow()).clearedAt).toEqual(expect.any(Number))
  expect((await kindsIn()).filter((kind) => kind === 'caseErased')).toHaveLength(1)
})

test('[CS9.9] a disk that is full when it is approved refuses, and the case is whole', async () => {
  await asker.post(at('request'), REASON)
  const { asked } = await dueNow(approver)
  const conferences = server.connection.models.Conference as Model<unknown>
  const full = () => Promise.reject(new Error('database or disk is full'))
  vi.spyOn(conferences, 'deleteMany').mockImplementation(full as never)

  const refused = await approver.post(at('approval'), { askedAt: asked.at })

  vi.restoreAllMocks()
  expect(refused.status).toBe(500)
  expect((await (await server.as('B')).get(`/api/cases/${CASE}`)).status).toBe(200)
  expect((await asker.get('/api/disposals')).body.erased).toEqual([])
  expect((await approver.post(at('approval'), { askedAt: asked.at })).status).toBe(204)
})

test('[CS9.11] two nodes that start at once behind a backup that was put back both start, and the case is erased once', async () => {
  const cases = server.connection.collection<{ _id: string }>('cases')
  const kept = await cases.findOne({ _id: CASE })
  await disposeOf(server, CASE)
  await server.connection.collection('erasedCases').deleteMany({})
  if (kept !== null) await cases.insertOne(kept)

  await Promise.all([server.replayErasures(), server.replayErasures()])

  expect([await cases.findOne({ _id: CASE }), (await kindsIn()).filter((kind) => kind === 'erasureReplayed')]).toEqual([
    null,
    ['erasureReplayed'],
  ])
})

test('[CS9.14] a duplicate is not disposed of while the case that is kept goes on: by its number the person takes back what they agreed to there', async () => {
  const cases = server.connection.collection<{ _id: string }>('cases')
  const kept = demoCaseId('しらかば')
  const change = (id: string, to: object) => cases.updateOne({ _id: id }, { $set: to })
  await change(CASE, { duplicate: { of: kept, stateBefore: 'intake' } })

  const refused = await asker.post(at('request'), REASON)
  const { hindrance } = await dueNow(asker)
  await change(kept, { state: 'closed', closedOn: '2026-04-01' })

  expect([said(refused), hindrance]).toEqual([[409, { because: 'keptGoesOn' }], 'keptGoesOn'])
  expect((await asker.post(at('request'), REASON)).status).toBe(204)
})
