import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import {
  encodeAck,
  encodeDigest,
  encodeHello,
  encodeRefusal,
  encodeReplica,
  encodeSyncStep2,
  encodeUpdate,
} from '#shared/protocol/frames.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { HttpClient } from '#tests/support/httpClient.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { element, rawUpdate } from '#tests/support/rawUpdate.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  // The test holds the judging for as long as it needs.
  rig = await startCollab({ ports: { limits: { ...SESSION_LIMITS, judgeWithinMs: 5_000 } } })
})
afterAll(() => rig.stop())

const EACH = 100

const written = (author: number): Uint8Array =>
  rawUpdate([{ client: author, clock: 0, structs: [element('paragraph', {})] }])

/** What somebody may send who wants to write: as an editor does, hidden in the answer to the first question, under names of writes that there are not, and as only the server speaks. */
const ATTEMPTS: { readonly [name: string]: (author: number) => Uint8Array } = {
  update: (author) => encodeUpdate(written(author)),
  'answer to a step 1': (author) => encodeSyncStep2(written(author)),
  'whole document': (author) => encodeSyncStep2(withAll(author)),
  'replica of a page': (author) => encodeReplica(written(author)),
  'sync of a kind that there is not': (author) => Uint8Array.of(0, 3, 1, ...written(author)),
  'tag that there is not': (author) => Uint8Array.of(2, 2, ...written(author)),
  'broadcast of the server': () => encodeDigest(new Uint8Array(32)),
  hello: () => encodeHello({ connectionId: 'con_1', generation: 1, schemaVersion: 1 }),
  ack: () => encodeAck(1),
  refusal: () => encodeRefusal({ code: CLOSE_CODES.badFrame, frameNumber: 1 }),
}

/** A document of nothing but what is to be hidden in it. */
function withAll(author: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = author
  bodyOf(doc).insert(0, [new Y.XmlElement('paragraph')])
  return Y.encodeStateAsUpdate(doc)
}

/** From now on nobody is judged until the answer is called. */
function holdJudging(): () => void {
  const judged = Promise.withResolvers<void>()
  rig.access.beforeVerdict = () => judged.promise
  return () => {
    judged.resolve()
    rig.access.beforeVerdict = async () => undefined
  }
}

const names = Object.keys(ATTEMPTS)
const send = (client: RawClient, name: string, author: number) => {
  const bytes = ATTEMPTS[name]?.(author) ?? new Uint8Array(0)
  for (let count = 0; count < EACH && client.isOpen; count++) client.send(bytes)
}
const bytesOf = () => rig.live.rooms.read(rig.documentId, ({ document }) => document.state())
const endedAsReader = (member: number) =>
  rig.access.verdicts.set(memberNumber(member), { right: 'read', seesNames: true })

test('[KS9] S-05: of what is sent, in whatever guise, in the moment in which the right is lost, nothing is kept and nobody hears', async () => {
  const witness = new RawClient(rig.doorOf(1))
  await witness.comeIn()
  await witness.roundTrip()
  const clients = names.map((_, index) => new RawClient(rig.doorOf(10 + index)))
  await Promise.all(clients.map((client) => client.comeIn()))
  const withoutSocket = new HttpClient(rig.doorOf(40), 40)
  await withoutSocket.open()
  const [before, appends, heard] = [await bytesOf(), rig.live.figures().appends, witness.frames.length]

  for (const member of [...names.map((_, index) => 10 + index), 40]) endedAsReader(member)
  const judge = holdJudging()
  rig.revocation.raise()
  for (const [index, client] of clients.entries()) send(client, names[index] ?? '', 1_000 + index)
  const posted = withoutSocket.sendFrames(Array.from({ length: EACH }, () => encodeUpdate(written(1_040))))
  await Promise.all(clients.map((client) => client.roundTrip()))
  judge()
  const codes = await Promise.all(clients.map(async ({ ended }) => (await ended).code))
  const answered = (await posted).closeCode || (await withoutSocket.poll()).closeCode
  await witness.roundTrip()

  expect(codes.filter((code) => code !== CLOSE_CODES.accessEnded && code !== CLOSE_CODES.badFrame)).toEqual([])
  expect(answered).toBe(CLOSE_CODES.accessEnded)
  expect(codes.slice(0, 3)).toEqual([CLOSE_CODES.accessEnded, CLOSE_CODES.accessEnded, CLOSE_CODES.accessEnded])
  expect([await bytesOf(), rig.live.figures().appends - appends]).toEqual([before, 0])
  expect(witness.frames.slice(heard).filter(({ kind }) => kind !== 'ack')).toEqual([])
  witness.leave()
})

test('[KS2] S-05: what is sent before the answer to coming in, by one whose right ends meanwhile, is never read', async () => {
  const [before, appends] = [await bytesOf(), rig.live.figures().appends]
  const judge = holdJudging()
  const clients = names.map((_, index) => new RawClient(rig.doorOf(50 + index)))
  await until(() => clients.every(({ socket }) => socket.readyState === socket.OPEN), 'all are at the door')
  for (const [index, client] of clients.entries()) send(client, names[index] ?? '', 1_050 + index)

  for (const [index] of clients.entries()) endedAsReader(50 + index)
  rig.revocation.raise()
  judge()
  const endings = await Promise.all(clients.map(async ({ ended }) => (await ended).code))

  expect([endings, clients.flatMap(({ frames }) => frames)]).toEqual([names.map(() => CLOSE_CODES.accessEnded), []])
  expect([await bytesOf(), rig.live.figures().appends - appends]).toEqual([before, 0])
})
