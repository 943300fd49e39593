import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { plainText } from '#shared/document/plainText.ts'
import { bodyOf, readBody } from '#shared/document/readBody.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import { type CollabRig, memberNumber, startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { Participant } from '#tests/support/participant.ts'
import { rawUpdate } from '#tests/support/rawUpdate.ts'
import { until } from '#tests/support/until.ts'

const A_DAY_MS = 24 * 3_600_000
const [AUTHOR, LIAR, MENDER] = [1, 2, 3]
/** More than one frame may take out. */
const PLACES = 10_000

/** Writes a decision below the first paragraph: a block that an old editor does not know. */
function decide(doc: Y.Doc, words: string): void {
  const decision = new Y.XmlElement('decision')
  decision.insert(0, [new Y.XmlText(words)])
  const section = bodyOf(doc).get(0)
  if (section instanceof Y.XmlElement) section.insert(1, [decision])
}

async function versionsOf({ store, documentId }: CollabRig) {
  const row = await store.documents.find(documentId)
  if (row === null) throw new Error('the rig has a document')
  return { row, list: await store.versions.list(row) }
}

/** The conference of the day before: written, settled, and out of memory. */
async function writeTheDayBefore(rig: CollabRig): Promise<string> {
  const author = rig.join(AUTHOR)
  await author.settled()
  author.type('経過の記録。')
  decide(author.doc, '住居を探す。')
  await author.settled()
  const { text } = author
  author.leave()
  await until(() => rig.live.rooms.size === 0, 'the room is gone')
  return text
}

test('[LD6.7] S-16: who says a schema that they have not and deletes all they do not know is kept as an honest hand, is known as its author, and all comes back by one restore', async () => {
  let aheadMs = 0
  const clock = { now: () => instant(Date.now() + aheadMs) }
  const rig = await startCollab({ ports: { clock, idleMs: 50 } })
  const whole = await writeTheDayBefore(rig)
  aheadMs = A_DAY_MS

  const subprotocol = formatSubprotocol({ schemaVersion: SCHEMA_VERSION, generation: 1 })
  const liar = new Participant({ ...rig.doorOf(LIAR), subprotocol })
  await liar.synced()
  await until(async () => (await versionsOf(rig)).list.length > 0, 'the day before has its version')
  bodyOf(liar.doc).delete(0, bodyOf(liar.doc).length)
  await liar.settled()
  const witness = rig.join(MENDER)
  await witness.settled()
  const { row, list } = await versionsOf(rig)
  const kept = await rig.store.versions.bodyOf(row, list[0]?.number ?? 0)

  expect([witness.text, kept === null ? null : plainText(kept)]).toEqual(['', whole])
  if (kept === null) throw new Error('there is a version of the day before')
  const editId = makeId('connection', '1'.repeat(26))
  await rig.live.rooms.read(rig.documentId, (room) =>
    room.write({ by: memberNumber(MENDER), editId, change: (doc) => reviseBody(doc, kept) }),
  )
  await witness.reads('住居を探す。')
  const after = await rig.live.rooms.read(rig.documentId, (room) =>
    rig.live.keeper.make(room, { kind: 'named', name: '戻した後', by: memberNumber(MENDER) }),
  )

  expect([witness.text, liar.text]).toEqual([whole, whole])
  expect(after.contributors.toSorted()).toEqual([memberNumber(LIAR), memberNumber(MENDER)])
  const stored = await rig.live.rooms.read(rig.documentId, async ({ document }) => document.read(readBody))
  expect(plainText(stored)).toBe(whole)
  liar.leave()
  await rig.stop()
})

test('[KS29] whoever takes out ten thousand separate places at once, and again while cut off, keeps their session, and all is saved', async () => {
  const rig = await startCollab()
  const [writer, reader] = [rig.join(AUTHOR), rig.join(LIAR)]
  await Promise.all([writer.settled(), reader.settled()])
  writer.type('〇')
  const start = Y.getState(writer.doc.store, writer.doc.clientID)
  writer.type('残消'.repeat(2 * PLACES))
  await writer.settled()
  const page = new NodePage({ ...rig.doorOf(MENDER), token: tokenOf(MENDER) })
  await page.opened()
  const { doc } = page.connection.body
  if (doc === null) throw new Error('the page has a document')
  /** As an editor does: one change of its document, here that of every second character from a place on. */
  const takeOut = (from: number): void => {
    const ranges = Array.from({ length: PLACES }, (_, place) => [start + from + place * 2 + 1, 1] as const)
    Y.applyUpdate(doc, rawUpdate([], [{ client: writer.doc.clientID, ranges }]), 'the editor')
  }

  takeOut(0)
  await page.saved()
  page.connection.provider.disconnect()
  takeOut(2 * PLACES)
  page.connection.provider.connect()
  await page.saved()
  await until(() => !reader.text.includes('消'), 'everybody sees them gone')

  expect([page.connection.state().ending, page.text, reader.text]).toEqual([null, writer.text, page.text])
  expect(reader.text).toContain('残'.repeat(2 * PLACES))
  page.leave()
  await rig.stop()
}, 30_000)
