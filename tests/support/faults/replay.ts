import * as Y from 'yjs'
import { documentHash } from '#server/collab/documentHash.ts'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { decodeServerFrame, encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, startCollab } from '../collabRig.ts'
import { HttpClient } from '../httpClient.ts'
import { RawClient } from '../rawClient.ts'
import { type SeededRandom, seededRandom } from '../seededRandom.ts'
import { until } from '../until.ts'

export interface ReplayReport {
  readonly frames: number
  /** Frames that were sent again and acknowledged, in each of the three ways. */
  readonly acknowledged: { readonly inOrder: number; readonly shuffled: number; readonly byHttp: number }
  /** True when the document is what it was, deletions included. */
  readonly isSameDocument: boolean
  /** Entries that the journal got by it. */
  readonly stored: number
}

/** How much one may send at once is another promise's matter: at a person's pace each thousand would take a minute. */
const HOWEVER_MANY = { perSecond: Number.MAX_SAFE_INTEGER, atOnce: Number.MAX_SAFE_INTEGER }
/** So many frames are sent before their acks are waited for. */
const AT_ONCE = 60

/** Every frame is sent three times more: in order, shuffled on another connection, and shuffled by requests. */
export async function replay({ frames, seed }: { frames: number; seed: number }): Promise<ReplayReport> {
  const rig = await startCollab({ ports: { limits: { ...SESSION_LIMITS, frames: HOWEVER_MANY, bytes: HOWEVER_MANY } } })
  const random = seededRandom(seed)
  const client = new RawClient(rig.doorOf(1))
  const doc = new Y.Doc()
  await client.comeIn(doc)
  client.answer(doc)
  await until(() => client.acked === 1, 'the answer is taken')
  const work = framesOfWork(doc, frames)
  await sendAll(client, work)
  const [before, sequence] = [hashOf(doc), await headOf(rig)]

  const inOrder = [...work, ...work, ...work]
  const again = new RawClient(rig.doorOf(1))
  const shuffled = shuffle(inOrder, random)
  const acknowledged = { inOrder: await sendAll(client, inOrder), shuffled: 0, byHttp: 0 }
  await again.comeIn()
  again.answer(new Y.Doc())
  await until(() => again.acked === 1, 'the other answer is taken')
  acknowledged.shuffled = await sendAll(again, shuffled)
  acknowledged.byHttp = await sendByHttp(rig, shuffled)

  const reader = rig.join(2)
  await reader.settled()
  const isSameDocument = [doc, reader.doc].every((each) => hashOf(each) === before)
  const stored = (await headOf(rig)) - sequence
  await rig.stop()
  return { frames: work.length, acknowledged, isSameDocument, stored }
}

const hashOf = (doc: Y.Doc): string => documentHash(doc).toString('hex')

/** How many were acknowledged. */
async function sendAll(client: RawClient, frames: readonly Uint8Array[]): Promise<number> {
  const from = client.acked
  for (let done = 0; done < frames.length; done += AT_ONCE) {
    const part = frames.slice(done, done + AT_ONCE)
    for (const frame of part) client.send(frame)
    await until(() => client.acked >= from + done + part.length, 'each is acknowledged')
  }
  await client.roundTrip()
  return client.acked - from
}

async function sendByHttp(rig: CollabRig, frames: readonly Uint8Array[]): Promise<number> {
  const client = new HttpClient(rig.doorOf(1), 1)
  await client.open()
  for (let done = 0; done < frames.length; done += AT_ONCE) await client.sendFrames(frames.slice(done, done + AT_ONCE))
  let acked = 0
  const polled = async (): Promise<boolean> => {
    for (const bytes of (await client.poll()).frames) {
      const decoded = decodeServerFrame(bytes)
      if (decoded.ok && decoded.frame.kind === 'ack') acked = decoded.frame.writeFrames
    }
    return acked >= frames.length
  }
  await until(polled, 'each is acknowledged by requests')
  return acked
}

/** Frames of somebody at work: words put in, and some of them taken out again. */
function framesOfWork(doc: Y.Doc, count: number): readonly Uint8Array[] {
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(encodeUpdate(update)))
  const section = bodyOf(doc).get(0)
  const paragraph = section instanceof Y.XmlElement ? section.get(0) : null
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('the document has not come yet')
  const line = new Y.XmlText()
  paragraph.insert(0, [line])
  for (let number = 1; number < count; number++) {
    if (number % 3 === 0) line.delete(0, 1)
    else line.insert(line.length, `${number}、`)
  }
  return frames
}

async function headOf({ live, store, documentId }: CollabRig): Promise<number> {
  const row = await live.documents.find(documentId)
  return row === null ? -1 : store.journal.headOf(row)
}

function shuffle<Item>(items: readonly Item[], { below }: SeededRandom): readonly Item[] {
  const left = [...items]
  const mixed: Item[] = []
  while (left.length > 0) mixed.push(...left.splice(below(left.length), 1))
  return mixed
}
