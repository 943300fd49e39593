import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { MAX_PARCEL_BYTES } from '#shared/protocol/limits.ts'
import { PARCEL_HEADERS } from '#shared/protocol/parcels.ts'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { HttpClient } from '#tests/support/httpClient.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

test('[KS13] a page that is gone without a word leaves the others’ list and the memory, and what it still asks begins anew', async () => {
  // Nobody is found gone before they were seen, however slow the machine is.
  let isSeen = false
  const every: Timers['every'] = (ms, then) => systemTimers.every(ms, () => (isSeen ? then() : undefined))
  const limits = { ...SESSION_LIMITS, pingEveryMs: 100, goneAfterMs: 300 }
  const brief = await rig.reopen({ ports: { limits, timers: { ...systemTimers, every } } })
  const staying = brief.join(1)
  await staying.settled()
  const leaving = new HttpClient(brief.doorOf(2), 2)
  await leaving.open()
  await leaving.show(77)
  await until(() => staying.provider.awareness.getStates().has(77), 'the others see who came')
  isSeen = true

  await until(() => !staying.provider.awareness.getStates().has(77), 'the others see that they are gone')
  await until(() => brief.live.figures().overHttp === 0, 'nothing is kept of it')

  expect((await leaving.poll()).closeCode).toBe(CLOSE_CODES.overloaded)
  await brief.stop()
})

test('[KS13] everything about the person is said as a socket would be closed, before any content', async () => {
  rig.access.verdicts.set(memberNumber(8), { right: 'read', seesNames: true })
  rig.access.verdicts.set(memberNumber(9), { right: 'none' })
  const nobody = { ...rig.doorOf(1), cookie: '' }
  const asked = [
    new HttpClient(nobody, 1),
    new HttpClient(rig.doorOf(9), 9),
    new HttpClient({ ...rig.doorOf(1), documentId: `doc_${'0'.repeat(26)}` }, 1),
    new HttpClient(rig.doorOf(8), 8),
    new HttpClient({ ...rig.doorOf(1), subprotocol: '' }, 1),
    new HttpClient({ ...rig.doorOf(1), subprotocol: 'tsunagi.v0.g1' }, 1),
    new HttpClient({ ...rig.doorOf(1), subprotocol: 'tsunagi.v1.g7' }, 1),
  ]

  const opened = await Promise.all(asked.map((client) => client.open()))

  expect(opened.map(({ closeCode }) => closeCode)).toEqual([
    CLOSE_CODES.sessionEnded,
    CLOSE_CODES.notFound,
    CLOSE_CODES.notFound,
    CLOSE_CODES.accessEnded,
    CLOSE_CODES.clientTooOld,
    CLOSE_CODES.clientTooOld,
    CLOSE_CODES.generationChanged,
  ])
  expect(opened.flatMap(({ frames }) => frames)).toEqual([])
})

test('[KS13] a session answers only its own page: another member, another token, another document get nothing of it', async () => {
  const owner = new HttpClient(rig.doorOf(3), 3)
  await owner.open()
  const thief = new HttpClient(rig.doorOf(4), 4)
  thief.session = owner.session
  const tokenless = new HttpClient(rig.doorOf(3), 4)
  tokenless.session = owner.session
  const elsewhere = new HttpClient({ ...rig.doorOf(3), documentId: `doc_${'0'.repeat(26)}` }, 3)
  elsewhere.session = owner.session

  expect([await thief.statusOf('poll'), await tokenless.statusOf('poll')]).toEqual([403, 403])
  expect(await elsewhere.poll()).toMatchObject({ closeCode: CLOSE_CODES.overloaded, frames: [] })
  expect((await owner.poll()).frames.length).toBeGreaterThan(0)
})

test('[KS13] a forged, malformed or oversized body ends its own session as a frame on a socket would', async () => {
  const honest = rig.join(1)
  await honest.settled()
  const endingOf = async (body: Uint8Array, member: number) => {
    const client = new HttpClient(rig.doorOf(member), member)
    await client.open()
    return (await client.post(body)).closeCode
  }

  const codes = [
    await endingOf(Uint8Array.of(0), 20),
    await endingOf(Uint8Array.of(1, 1, 2, 9, 9), 21),
    await endingOf(new Uint8Array(MAX_PARCEL_BYTES + 1), 22),
    // Pieces of nothing, which count nothing wherever bytes are counted.
    await endingOf(Uint8Array.of(1, 0, 0, 0, 0), 23),
  ]
  honest.type('無事')
  await honest.settled()

  expect(codes).toEqual([CLOSE_CODES.badFrame, CLOSE_CODES.badFrame, CLOSE_CODES.tooLarge, CLOSE_CODES.badFrame])
  const recorded = rig.audited.filter(({ kind }) => kind === 'frameRefused')
  expect(recorded.map(({ by, because }) => [by, because])).toEqual([
    [memberNumber(20), 'badParcel'],
    [memberNumber(21), 'unknownTag'],
    [memberNumber(22), 'tooLarge'],
    [memberNumber(23), 'badParcel'],
  ])
})

test('[KS13] more than its budget ends a session with the code that is tried again', async () => {
  const flood = new HttpClient(rig.doorOf(11), 11)
  await flood.open()

  const last = await flood.sendFrames(Array.from({ length: 700 }, () => Uint8Array.of(0, 2, 2, 0, 0)))

  expect(last.closeCode).toBe(CLOSE_CODES.overBudget)
  expect(rig.audited.at(-1)).toMatchObject({ by: memberNumber(11), because: 'overBudget' })
})

test('[KS9] a sign-out ends the session of a page without a socket, and nothing that waited for it is given out', async () => {
  const leaving = new HttpClient(rig.doorOf(12), 12)
  await leaving.open()
  const writer = rig.join(13)
  await writer.settled()

  rig.access.endedSessions.add(memberNumber(12))
  rig.revocation.endSession(memberNumber(12))

  expect(await leaving.poll()).toMatchObject({ closeCode: CLOSE_CODES.signedOut, frames: [] })
})

/** A post of frames whose body never comes to its end; says when it has been answered all the same. */
function postHalf(client: HttpClient, member: number) {
  const { address, documentId, cookie, origin } = rig.doorOf(member)
  const headers = {
    ...{ cookie, origin, 'x-csrf-token': tokenOf(member), [PARCEL_HEADERS.session]: client.session },
    'content-length': String(MAX_PARCEL_BYTES),
  }
  const post = request(`${address.replace(/^ws/, 'http')}/sync/${documentId}/frames`, { method: 'POST', headers })
  const half = { isAnswered: false, hangUp: () => post.destroy() }
  post.on('response', (answer) => {
    half.isAnswered = true
    answer.resume()
  })
  post.on('error', () => undefined)
  post.write(new Uint8Array(1_024))
  return half
}

test('[KS30] bodies that one member begins and never ends are not read beyond a few at once, and those of an ended session not at all', async () => {
  const flood = new HttpClient(rig.doorOf(17), 17)
  await flood.open()

  const halves = Array.from({ length: 20 }, () => postHalf(flood, 17))
  await until(() => halves.every(({ isAnswered }) => isAnswered), 'it ends, and nothing more of it is waited for')
  const late = postHalf(flood, 17)
  await until(() => late.isAnswered, 'what comes later is not read either')

  expect((await flood.poll()).closeCode).toBe(CLOSE_CODES.overBudget)
  for (const { hangUp } of [...halves, late]) hangUp()
})

test('[KS9] what waits for a page without a socket is given out by no poll while its right is in doubt', async () => {
  const doubted = new HttpClient(rig.doorOf(14), 14)
  await doubted.open()
  const judged = Promise.withResolvers<void>()
  rig.access.beforeVerdict = () => judged.promise
  rig.access.verdicts.set(memberNumber(14), { right: 'none' })
  rig.revocation.raise()

  const polled = doubted.poll()
  // An answer that is given before the verdict has come by then.
  await Promise.race([polled, sleep(500)])
  judged.resolve()
  rig.access.beforeVerdict = async () => undefined

  expect(await polled).toMatchObject({ closeCode: CLOSE_CODES.accessEnded, frames: [] })
})

test('[KS13] the token of a session does not stand for its sign-in', async () => {
  const owner = new HttpClient(rig.doorOf(15), 15)
  await owner.open()
  await owner.poll()
  const another = new HttpClient({ ...rig.doorOf(15), cookie: rig.doorOf(16).cookie }, 15)
  another.session = owner.session

  expect(await another.poll()).toMatchObject({ closeCode: CLOSE_CODES.sessionEnded, frames: [] })
})

test('[KS13] a page that only waits keeps no sign-in alive; one that writes does', async () => {
  const [waiting, writing] = [18, 19].map((member) => new HttpClient(rig.doorOf(member), member))
  for (const client of [waiting, writing]) await client?.open()
  const before = rig.access.prolongedAt.length

  await waiting?.poll()
  const byWaiting = rig.access.prolongedAt.slice(before)
  await writing?.sendFrames([Uint8Array.of(0, 2, 2, 0, 0)])

  expect(byWaiting).toEqual([])
  expect(rig.access.prolongedAt.slice(before)).toEqual([`/sync/${rig.documentId}/frames`])
})

test('[KS13] a page that asks again and again without waiting for the answers is sent away', async () => {
  // In no time at all, however slow the machine is.
  const still = await rig.reopen({ ports: { clock: stillClock } })
  const flood = new HttpClient(still.doorOf(24), 24)
  await flood.open()

  await Promise.all(Array.from({ length: SESSION_LIMITS.frames.atOnce }, () => flood.statusOf('poll')))

  expect((await flood.poll()).closeCode).toBe(CLOSE_CODES.overBudget)
  await still.stop()
})
