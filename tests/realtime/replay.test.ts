import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { HttpClient } from '#tests/support/httpClient.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { SEED, seededRandom } from '#tests/support/seededRandom.ts'
import { until } from '#tests/support/until.ts'

const hex = (doc: Y.Doc): string => Buffer.concat(digestChunks(doc)).toString('hex')

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

test(`[KS3] [KS5] every frame sent three times more, in order and shuffled, changes nothing and is counted (R-19, SEED=${SEED})`, async () => {
  const rig = await startCollab()
  const random = seededRandom(SEED)
  const client = new RawClient(rig.doorOf(1))
  const doc = new Y.Doc()
  await client.comeIn(doc)
  client.answer(doc)
  await until(() => client.acked === 1, 'the answer is taken')
  const work = framesOfWork(doc, 60)
  for (const frame of work) client.send(frame)
  await until(() => client.acked === 1 + work.length, 'all of it is durable')
  const [before, sequence] = [hex(doc), await headOf(rig)]

  const inOrder = [...work, ...work, ...work]
  for (const frame of inOrder) client.send(frame)
  await until(() => client.acked === 1 + work.length + inOrder.length, 'each is acknowledged')
  const shuffled = shuffle(inOrder, random.below)
  const again = new RawClient(rig.doorOf(1))
  await again.comeIn()
  again.answer(new Y.Doc())
  for (const frame of shuffled) again.send(frame)
  await until(() => again.acked === 1 + shuffled.length, 'each is acknowledged on another connection')
  const byHttp = new HttpClient(rig.doorOf(1), 1)
  await byHttp.open()
  await byHttp.sendFrames(shuffled)

  const reader = rig.join(2)
  await reader.settled()
  expect([hex(reader.doc), await headOf(rig)]).toEqual([before, sequence])
  await rig.stop()
})

async function headOf({ live, store, documentId }: CollabRig): Promise<number> {
  const row = await live.documents.find(documentId)
  return row === null ? -1 : store.journal.headOf(row)
}

function shuffle<Item>(items: readonly Item[], below: (bound: number) => number): readonly Item[] {
  const left = [...items]
  const mixed: Item[] = []
  while (left.length > 0) mixed.push(...left.splice(below(left.length), 1))
  return mixed
}
