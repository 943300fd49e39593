import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { type HeldJournal, heldJournal } from '#tests/support/heldJournal.ts'
import type { Door } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { until } from '#tests/support/until.ts'

const MIB = 1_048_576
const PIECE_BYTES = 900_000
/** As many as one document may have waiting. */
const PIECES_EACH = Math.floor((32 * MIB) / PIECE_BYTES)

async function aHeldRig(): Promise<{ readonly rig: CollabRig; readonly held: HeldJournal }> {
  const journals: HeldJournal[] = []
  const rig = await startCollab({
    alterStore(store) {
      const held = heldJournal(store.journal)
      journals.push(held)
      return { ...store, journal: held.journal }
    },
    ports: { limits: { ...SESSION_LIMITS, bytes: { perSecond: 64 * MIB, atOnce: 64 * MIB } } },
  })
  const [held] = journals
  if (held === undefined) throw new Error('the store has a journal')
  return { rig, held }
}

async function doorOfOwnDocument(rig: CollabRig, number: number): Promise<Door> {
  const documentId = await rig.live.createDocument({
    kind: 'councilDocument',
    caseId: null,
    title: '方針',
    sections: [],
  })
  return { ...rig.doorOf(number), documentId }
}

/** Somebody who is in a document, and a large frame of theirs: sent again and again, it is read again and changes nothing. */
async function aWriter(door: Door): Promise<{ readonly client: RawClient; readonly piece: Uint8Array }> {
  const [client, doc] = [new RawClient(door), new Y.Doc()]
  await client.comeIn(doc)
  client.answer(doc)
  const before = Y.encodeStateVector(doc)
  const [paragraph, line] = [new Y.XmlElement('paragraph'), new Y.XmlText('a'.repeat(PIECE_BYTES))]
  paragraph.insert(0, [line])
  bodyOf(doc).push([paragraph])
  return { client, piece: encodeUpdate(Y.encodeStateAsUpdate(doc, before)) }
}

test('[KS53] what waits in one document is bounded too, where the others have nothing waiting', async () => {
  const { rig, held } = await aHeldRig()
  const { client, piece } = await aWriter(await doorOfOwnDocument(rig, 1))
  held.hold()

  for (let count = 0; count < PIECES_EACH; count++) client.send(piece)
  await client.roundTrip()
  const isIn = client.isOpen
  // What is on its way to the disk waits no more, and the first that goes beyond the bound is taken.
  for (let count = 0; count < 6; count++) client.send(piece)
  await client.roundTrip()
  held.letThrough()

  expect([isIn, client.isOpen]).toEqual([true, false])
  expect((await client.ended).code).toBe(1013)
  await rig.stop()
})

test('[KS53] what waits for a slow disk in all documents together is bounded; who is beyond it is to come back', async () => {
  const { rig, held } = await aHeldRig()
  const doors = await Promise.all([1, 2, 3].map((number) => doorOfOwnDocument(rig, number)))
  const writers = await Promise.all(doors.map(aWriter))
  held.hold()

  for (const { client, piece } of writers) {
    for (let count = 0; count < PIECES_EACH; count++) client.send(piece)
    await client.roundTrip()
  }
  const areIn = writers.map(({ client }) => client.isOpen)
  held.letThrough()

  expect(areIn).toEqual([true, true, false])
  expect((await writers[2]?.client.ended)?.code).toBe(1013)
  const [first, second] = writers
  for (const one of [first, second]) await until(() => one?.client.acked === PIECES_EACH + 1, 'what waited is saved')
  const back = await aWriter(doors[2] as Door)
  back.client.send(back.piece)
  await until(() => back.client.acked === 2, 'whoever came back has saved')
  for (const { client } of [...writers, back]) client.leave()
  await rig.stop()
})
