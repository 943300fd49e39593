import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { HttpClient } from '#tests/support/httpClient.ts'
import { Participant } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

test('[KS1] another origin, none, a malformed path and an unknown path are refused by a status', async () => {
  const door = rig.doorOf(1)
  const { origin: _origin, ...doorWithoutOrigin } = door
  const asked = [
    new RawClient({ ...door, origin: 'http://council.example.evil' }),
    new RawClient({ ...door, origin: 'https://council.example' }),
    new RawClient({ ...door, origin: 'http://council.example:80' }),
    new RawClient({ ...door, origin: 'null' }),
    new RawClient(doorWithoutOrigin),
    new RawClient({ ...door, documentId: 'note' }),
    new RawClient({ ...door, documentId: 'doc_1/more' }),
  ]

  const endings = await Promise.all(asked.map(({ ended }) => ended))

  expect(endings.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 400, 404])
})

test('[KS1] S-05: everything about the person and the document is said by a close after the upgrade, before any content', async () => {
  const door = rig.doorOf(1)
  rig.access.verdicts.set(memberNumber(8), { right: 'read', seesNames: true })
  rig.access.verdicts.set(memberNumber(9), { right: 'none' })
  const asked = [
    new RawClient({ ...door, cookie: '' }),
    new RawClient(rig.doorOf(9)),
    new RawClient({ ...door, documentId: `doc_${'0'.repeat(26)}` }),
    new RawClient(rig.doorOf(8)),
    new RawClient(door, []),
    new RawClient(door, ['tsunagi.v0.g1']),
    new RawClient(door, ['tsunagi.vx']),
    new RawClient(door, ['tsunagi.v1.g7']),
  ]

  const endings = await Promise.all(asked.map(({ ended }) => ended))

  expect(endings.map(({ code }) => code)).toEqual([
    CLOSE_CODES.sessionEnded,
    CLOSE_CODES.notFound,
    CLOSE_CODES.notFound,
    CLOSE_CODES.accessEnded,
    CLOSE_CODES.clientTooOld,
    CLOSE_CODES.clientTooOld,
    CLOSE_CODES.clientTooOld,
    CLOSE_CODES.generationChanged,
  ])
  expect(asked.flatMap(({ frames }) => frames)).toEqual([])
})

test('[AC6.2] who knocks at a document by its socket, or without one, leaves a record; the same for what is not theirs and what there is not', async () => {
  rig.access.verdicts.set(memberNumber(7), { right: 'none' })
  const none = `doc_${'0'.repeat(25)}7`
  const doors = [rig.doorOf(7), { ...rig.doorOf(7), documentId: none }]

  for (const door of doors) await new RawClient(door).ended
  for (const door of doors) await new HttpClient(door, 7).open()

  const records = rig.audited.filter(({ by }) => by === memberNumber(7))
  const record = { kind: 'accessRefused', by: memberNumber(7), outcome: 'refused', because: 'notFound' }
  const each = [rig.documentId, none].map((documentId) => ({ ...record, objectIds: [documentId] }))
  expect(records).toEqual([...each, ...each])
})

test('[KS1] an outdated stock client learns that it is outdated, and does not try again', async () => {
  const outdated = new Participant({ ...rig.doorOf(1), subprotocol: 'tsunagi.v0.g1' })

  await until(() => outdated.lastClose !== null, 'the server closes')

  expect([outdated.lastClose?.reason, outdated.provider.shouldConnect]).toEqual(['clientTooOld', false])
  outdated.leave()
})

test('[AC7.18] however often strangers knock from the same address, who has signed in comes to their document', async () => {
  const tight = await rig.reopen({
    ports: {
      socketLimits: { perAddress: 50, perMember: 30, perDocument: 30, connecting: { perSecond: 0.001, atOnce: 5 } },
    },
  })
  const strangers = Array.from({ length: 8 }, () => new RawClient({ ...tight.doorOf(1), cookie: '' }))
  const statuses = (await Promise.all(strangers.map(({ ended }) => ended))).map(({ status }) => status)

  const member = new RawClient(tight.doorOf(1))
  await member.comeIn()
  const without = new HttpClient(tight.doorOf(2), 2)

  expect([statuses.filter((status) => status === 429).length, member.isOpen]).toEqual([3, true])
  expect((await without.open()).closeCode).toBe(0)
  await tight.stop()
})

test('[KS1] too many sockets of one member are refused by a status, and only that member’s', async () => {
  const tight = await rig.reopen({
    ports: {
      socketLimits: { perAddress: 10, perMember: 2, perDocument: 10, connecting: { perSecond: 100, atOnce: 100 } },
    },
  })
  const first = [new RawClient(tight.doorOf(1)), new RawClient(tight.doorOf(1))]
  await Promise.all(first.map((client) => client.comeIn()))

  const third = await new RawClient(tight.doorOf(1)).ended
  const other = new RawClient(tight.doorOf(2))
  await other.comeIn()
  for (const client of first) client.leave()
  await until(() => tight.live.figures().sockets === 1, 'the two have left')
  const again = new RawClient(tight.doorOf(1))
  await again.comeIn()

  expect([third.status, other.isOpen, again.isOpen]).toEqual([429, true, true])
  await tight.stop()
})
