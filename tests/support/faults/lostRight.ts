import { isDeepStrictEqual } from 'node:util'
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
import { type CollabRig, memberNumber, startCollab } from '../collabRig.ts'
import { HttpClient } from '../httpClient.ts'
import { RawClient } from '../rawClient.ts'
import { element, rawUpdate } from '../rawUpdate.ts'
import { until } from '../until.ts'

export interface LostRightReport {
  readonly rounds: number
  /** In how many guises writing was tried, by sockets and once by requests. */
  readonly guises: number
  /** Sessions that went on, or ended as something else, where the right was lost while they were in, or were coming in. */
  readonly survived: number
  /** Frames that others heard, or that were given to whoever was not in yet. */
  readonly heard: number
  /** Frames kept. */
  readonly kept: number
  readonly isSameDocument: boolean
}

/** Frames in each guise. */
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
function holdJudging(rig: CollabRig): () => void {
  const judged = Promise.withResolvers<void>()
  rig.access.beforeVerdict = () => judged.promise
  return () => {
    judged.resolve()
    rig.access.beforeVerdict = async () => undefined
  }
}

const names = Object.keys(ATTEMPTS)
/** The first of them are writes as an editor makes them. */
const WRITES = 3
const send = (client: RawClient, name: string, author: number) => {
  const bytes = ATTEMPTS[name]?.(author) ?? new Uint8Array(0)
  for (let count = 0; count < EACH && client.isOpen; count++) client.send(bytes)
}
const stateOf = (rig: CollabRig) => rig.live.rooms.read(rig.documentId, ({ document }) => document.state())
const endAsReader = (rig: CollabRig, member: number) =>
  rig.access.verdicts.set(memberNumber(member), { right: 'read', seesNames: true })

type Tally = { survived: number; heard: number }

/** Those whose right to write is lost send all that writes, before it is known at their sessions and as they come in (S-05). */
export async function lostRight(rounds: number): Promise<LostRightReport> {
  // The test holds the judging for as long as it needs.
  const rig = await startCollab({ ports: { limits: { ...SESSION_LIMITS, judgeWithinMs: 5_000 } } })
  const witness = new RawClient(rig.doorOf(1))
  await witness.comeIn()
  await witness.roundTrip()
  const [before, appends] = [await stateOf(rig), rig.live.figures().appends]
  const tally: Tally = { survived: 0, heard: 0 }
  for (let round = 0; round < rounds; round++) {
    const first = 10 + 100 * round
    await whileIn({ rig, witness, tally }, first)
    await whileComingIn(rig, tally, first + 50)
  }
  const isSameDocument = isDeepStrictEqual(await stateOf(rig), before)
  const kept = rig.live.figures().appends - appends
  witness.leave()
  await rig.stop()
  return { rounds, guises: names.length + 1, ...tally, kept, isSameDocument }
}

async function whileIn(
  { rig, witness, tally }: { readonly rig: CollabRig; readonly witness: RawClient; readonly tally: Tally },
  first: number,
): Promise<void> {
  const clients = names.map((_, index) => new RawClient(rig.doorOf(first + index)))
  await Promise.all(clients.map((client) => client.comeIn()))
  const byRequests = first + names.length
  const withoutSocket = new HttpClient(rig.doorOf(byRequests), byRequests)
  await withoutSocket.open()
  const heard = witness.frames.length

  for (let member = first; member <= byRequests; member++) endAsReader(rig, member)
  const judge = holdJudging(rig)
  rig.revocation.raise()
  for (const [index, client] of clients.entries()) send(client, names[index] ?? '', 1_000 + first + index)
  const frames = Array.from({ length: EACH }, () => encodeUpdate(written(1_000 + byRequests)))
  const posted = withoutSocket.sendFrames(frames)
  await Promise.all(clients.map((client) => client.roundTrip()))
  judge()
  const codes = await Promise.all(clients.map(async ({ ended }) => (await ended).code))
  codes.push((await posted).closeCode || (await withoutSocket.poll()).closeCode)
  await witness.roundTrip()

  // What only a server says, or nobody, is refused as that where the right is not judged first.
  const isOut = (code: number | null, index: number) =>
    code === CLOSE_CODES.accessEnded || (code === CLOSE_CODES.badFrame && index >= WRITES && index < names.length)
  tally.survived += codes.filter((code, index) => !isOut(code, index)).length
  tally.heard += witness.frames.slice(heard).filter(({ kind }) => kind !== 'ack').length
}

async function whileComingIn(rig: CollabRig, tally: Tally, first: number): Promise<void> {
  const judge = holdJudging(rig)
  const clients = names.map((_, index) => new RawClient(rig.doorOf(first + index)))
  await until(() => clients.every(({ socket }) => socket.readyState === socket.OPEN), 'all are at the door')
  for (const [index, client] of clients.entries()) send(client, names[index] ?? '', 1_000 + first + index)

  for (const [index] of clients.entries()) endAsReader(rig, first + index)
  rig.revocation.raise()
  judge()
  const codes = await Promise.all(clients.map(async ({ ended }) => (await ended).code))

  tally.survived += codes.filter((code) => code !== CLOSE_CODES.accessEnded).length
  tally.heard += clients.flatMap(({ frames }) => frames).length
}
