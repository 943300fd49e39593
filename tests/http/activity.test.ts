import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type AlterLive, type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { memoryLedger } from '#tests/support/memoryLedger.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const MINUTE_MS = 60_000
const UNDER_WAY = fixedId('conference', 1)
const TO_COME = fixedId('conference', 2)

let server: CouncilServer
let begun = 0
const opened: Participant[] = []

/** Looks at everybody so many times as often: whether it is time to do anything, the clock says. */
const OFTEN = 25
const lookingOften: AlterLive = ({ timers }) => ({
  timers: { ...timers, every: (milliseconds, then) => timers.every(milliseconds / OFTEN, then) },
})

beforeAll(async () => {
  server = await startCouncilServer('trial', memoryLedger(), lookingOften)
  await server.seedDemo()
})
beforeEach(() => {
  begun = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: begun })
})
afterEach(() => {
  for (const participant of opened.splice(0)) participant.leave()
  vi.useRealTimers()
})
afterAll(() => server.close())

const goTo = (minutes: number) => vi.setSystemTime(begun + minutes * MINUTE_MS)

const noteOf = async (visitor: Visitor, conferenceId: string): Promise<string> =>
  (await visitor.get(`/api/conferences/${conferenceId}`)).body.documentId

/** The visitor's browser with the note of a conference open. */
async function openNote(visitor: Visitor, conferenceId: string): Promise<Participant> {
  const participant = new Participant({
    address: server.origin.replace('http', 'ws'),
    documentId: await noteOf(visitor, conferenceId),
    origin: server.origin,
    cookie: visitor.cookie,
  })
  opened.push(participant)
  await participant.synced()
  return participant
}

/** Moves the clock, and resolves when the person with this letter is known to have been active since. */
async function isActiveAt(letter: string, minutes: number, since = minutes): Promise<void> {
  goTo(minutes)
  const active = {
    'session.memberId': demoMemberId(letter),
    'session.activeAt': { $gte: begun + since * MINUTE_MS },
  }
  await until(async () => (await server.connection.collection('sessions').countDocuments(active)) > 0, 'it is known')
}

async function typeForAnHourAndAHalf(note: Participant): Promise<void> {
  for (const minutes of [18, 36, 54, 72, 90]) {
    // Everybody is looked at every ten seconds: before the clock moves on, or after.
    goTo(minutes - 1)
    note.type('あ')
    await note.settled()
    await isActiveAt('B', minutes, minutes - 1)
  }
}

const isClosed = (note: Participant) => until(() => note.lastClose?.reason === 'sessionEnded', 'the document closes')

const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/cases')).status === 200

test('[AC7.4] who only types stays signed in; half an hour after the last letter the document closes and the session is over', async () => {
  const visitor = await server.as('B')
  const note = await openNote(visitor, TO_COME)

  await typeForAnHourAndAHalf(note)
  expect(await isSignedIn(visitor)).toBe(true)
  goTo(90 + 31)
  await isClosed(note)

  expect(await isSignedIn(visitor)).toBe(false)
})

test('[AC7.4] an open conference counts by itself, and after twelve hours nothing does', async () => {
  const visitor = await server.as('D')
  const note = await openNote(visitor, UNDER_WAY)

  for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
    await isActiveAt('D', minutes)
  }
  expect(note.lastClose).toBe(null)
  goTo(12 * 60)
  await isClosed(note)

  expect(await isSignedIn(visitor)).toBe(false)
})

test('[AC7.4] a page that reads an open conference keeps its reader signed in; one that asks about another does not', async () => {
  const [present, elsewhere] = [await server.as('C'), await server.as('C')]
  const [held, other] = [await noteOf(present, UNDER_WAY), await noteOf(elsewhere, TO_COME)]

  const statuses: number[] = []
  for (const minutes of [20, 40, 60]) {
    goTo(minutes)
    statuses.push((await present.get(`/api/documents/${held}/extract`)).status)
    statuses.push((await elsewhere.get(`/api/documents/${other}/extract`)).status)
  }

  expect(statuses).toEqual([200, 200, 200, 401, 200, 401])
})

test('[AC7.30] a conference that nobody ended keeps nobody signed in the day after', async () => {
  goTo(36 * 60)
  const present = await server.as('C')
  const held = await noteOf(present, UNDER_WAY)
  goTo(36 * 60 + 20)
  const soon = await present.get(`/api/documents/${held}/extract`)
  goTo(36 * 60 + 40)
  const later = await present.get(`/api/documents/${held}/extract`)

  expect([soon.status, later.status]).toEqual([200, 401])
})

test('[AC7.4] what a page that nobody touches reads anew, since others work, keeps no session alive', async () => {
  const visitor = await server.as('B')
  const askedByPage = () => visitor.raw({ method: 'GET', path: '/api/cases', headers: { 'x-unattended': '1' } })

  const statuses: number[] = []
  for (const minutes of [20, 40]) {
    goTo(minutes)
    statuses.push((await askedByPage()).status)
  }

  expect(statuses).toEqual([200, 401])
})

test('[AC7.4] asking again and again which trails wait to be confirmed keeps no session alive', async () => {
  const visitor = await server.as('B')

  const statuses: number[] = []
  for (const minutes of [20, 40]) {
    goTo(minutes)
    statuses.push((await visitor.get('/api/trails-to-confirm')).status)
  }

  expect(statuses).toEqual([200, 401])
})
