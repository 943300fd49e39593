import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { encodeSyncStep1, encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { forgedAuthor } from '#tests/support/faults/forgedAuthor.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { characters, element, rawUpdate } from '#tests/support/rawUpdate.ts'
import { SEED, seededRandom } from '#tests/support/seededRandom.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

/** A fresh member's client that has sent `bytes`. */
async function sendOf(member: number, bytes: Uint8Array | string): Promise<RawClient> {
  const client = new RawClient(rig.doorOf(member))
  await client.comeIn()
  client.send(bytes)
  return client
}

/** The code a fresh member's session ends with after sending `bytes`; null when it goes on. Of frames that wait for no other's. */
async function endingOf(member: number, bytes: Uint8Array | string): Promise<number | null> {
  const client = await sendOf(member, bytes)
  await client.roundTrip()
  await client.roundTrip()
  if (!client.isOpen) return (await client.ended).code
  client.leave()
  return null
}

test('[KS3] a malformed, oversized or foreign frame ends its own session and no other', async () => {
  const honest = rig.join(1)
  await honest.settled()
  const own = rawUpdate([{ client: 77, clock: 0, structs: [element('paragraph', {})] }])
  const trailing = Uint8Array.of(...encodeUpdate(own), 0)
  const bad = [
    new Uint8Array(0),
    'text instead of bytes',
    Uint8Array.of(9, 1, 2),
    Uint8Array.of(100, 0),
    Uint8Array.of(0, 7, 0),
    trailing,
    encodeUpdate(own).subarray(0, -1),
    encodeUpdate(rawUpdate([{ client: 77, clock: 0, structs: [], claimedCount: 32_000_000 }])),
    encodeUpdate(rawUpdate([{ client: 77, clock: 0, structs: [characters('裸の文字', { parent: 'body' })] }])),
    encodeSyncStep1(Uint8Array.of(255, 255, 3)),
    Uint8Array.of(1, 3, 1, 1, 1),
  ]

  const codes = await Promise.all(bad.map((bytes, index) => endingOf(30 + index, bytes)))
  const tooLarge = await endingOf(60, new Uint8Array(1_048_577))
  honest.type('続けて書ける')
  await honest.settled()

  expect(codes).toEqual(bad.map(() => CLOSE_CODES.badFrame))
  expect(tooLarge).toBe(CLOSE_CODES.tooLarge)
  const recorded = new Map(
    rig.audited.filter(({ kind }) => kind === 'frameRefused').map(({ by, because }) => [by, because]),
  )
  expect([...bad.keys(), 30].map((index) => recorded.get(memberNumber(30 + index)))).toEqual([
    ...['truncated', 'truncated', 'unknownTag', 'unknownTag', 'unknownTag', 'trailingBytes', 'truncated'],
    ...['tooManyStructs', 'wrongPlace', 'badStateVector', 'malformed', 'tooLarge'],
  ])
  expect(honest.text).toContain('続けて書ける')
})

/** One message in so many pieces. */
function sendPieces({ socket }: RawClient, count: number): void {
  for (let piece = 1; piece <= count; piece++) socket.send(Uint8Array.of(0), { fin: piece === count })
}

test('[KS1] [KS3] what comes in more pieces than any page sends, or is no message at all, ends its session, and the trail names whose', async () => {
  const honest = rig.join(2)
  await honest.settled()
  const [pieces, morePieces, noMessage] = [70, 71, 72].map((member) => new RawClient(rig.doorOf(member)))
  if (pieces === undefined || morePieces === undefined || noMessage === undefined) throw new Error('three come')
  for (const one of [pieces, morePieces, noMessage]) await one.comeIn()

  sendPieces(pieces, 65)
  sendPieces(morePieces, 16_385)
  const line: unknown = Reflect.get(noMessage.socket, '_socket')
  if (!(line instanceof Socket)) throw new Error('a socket has a line')
  line.write(Uint8Array.of(255, 255, 255, 255))
  await Promise.all([pieces, morePieces, noMessage].map(({ ended }) => ended))
  honest.type('断片のあとも')
  await honest.settled()

  const named = rig.audited.filter(({ kind, because }) => kind === 'frameRefused' && because === 'malformed')
  const members = named.map(({ by }) => by)
  expect([70, 71, 72].filter((member) => members.includes(memberNumber(member)))).toEqual([70, 71, 72])
})

test('[KS1] [KS15] a socket that is asked for with two thousand headers is none, and costs the others nothing', async () => {
  const honest = rig.join(3)
  await honest.settled()
  const { address, documentId, origin, cookie } = rig.doorOf(73)
  const headers = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`x-${at}`, '1']))
  const asked = new WebSocket(`${address}/sync/${documentId}`, ['tsunagi.v1.g1'], {
    headers: { ...headers, origin, cookie },
  })
  const refused = await new Promise<string>((resolve) => asked.once('error', ({ message }) => resolve(message)))
  honest.type('見出しのあとも')
  await honest.settled()

  expect(refused).toContain('431')
})

test('[KS3] whoever writes under another member’s id goes at the first frame and is named in the audit trail, and the other’s words stand (R-23, S-03)', async () => {
  const good = { survived: 0, unnamed: 0, kept: 0, isWhole: true }

  expect(await forgedAuthor(200, 12)).toEqual({ sentences: 200, forgers: 12, ...good })
})

test('[KS3] an id stays its member’s after the server has started anew', async () => {
  const author = rig.join(4)
  await author.settled()
  author.type('先に書いた')
  await author.settled()
  const clock = Y.getState(author.doc.store, author.doc.clientID)
  const stolen = rawUpdate([{ client: author.doc.clientID, clock, structs: [element('paragraph', {})] }])

  const codes: (number | null)[] = []
  // From the journal first, and then from the snapshot that the first one leaves.
  for (const member of [5, 6]) {
    const again = await rig.reopen()
    const thief = new RawClient(again.doorOf(member))
    await thief.comeIn()
    thief.send(encodeUpdate(stolen))
    await until(() => !thief.isOpen, 'the thief is out')
    codes.push((await thief.ended).code)
    await again.stop()
  }

  expect(codes).toEqual([CLOSE_CODES.badFrame, CLOSE_CODES.badFrame])
})

test(`[KS3] a thousand frames of random bytes leave the note and the others as they were (SEED=${SEED})`, async () => {
  const random = seededRandom(SEED)
  const honest = rig.join(6)
  await honest.settled()
  const before = honest.text
  let survivors = 0
  for (let round = 0; round < 50; round++) {
    const client = new RawClient(rig.doorOf(100 + round))
    await client.comeIn()
    for (let count = 0; count < 20; count++) client.send(Uint8Array.of(0, 2, ...random.bytes(random.below(60))))
    await client.roundTrip()
    if (client.isOpen) survivors++
    client.leave()
  }

  honest.type('無事')
  await honest.settled()
  expect([survivors, honest.text.replace('無事', '')]).toEqual([0, before])
})

test('[KS3] more than its budget ends a session with a code that is tried again, and no other session', async () => {
  const honest = rig.join(7)
  await honest.settled()
  const flood = new RawClient(rig.doorOf(8))
  await flood.comeIn()

  for (let count = 0; count < 700; count++) flood.send(Uint8Array.of(0, 2, 2, 0, 0))
  honest.type('洪水の中')
  await honest.settled()

  expect((await flood.ended).code).toBe(CLOSE_CODES.overBudget)
})
