import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeId } from '#shared/core/ids.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'

let rig: CollabRig

beforeEach(async () => {
  rig = await startCollab()
})
afterEach(() => rig.stop())

/** A server that finds the document in its snapshot, and nothing after it. */
async function reopenStored(): Promise<CollabRig> {
  const before = await rig.reopen()
  await before.live.rooms.hold(rig.documentId)
  await before.stop()
  return rig.reopen()
}

test('[KS12] who only opens a stored document gets it whole without it being made in memory, and who writes has it made', async () => {
  const author = rig.join(1)
  await author.settled()
  for (const word of ['住まい', 'と', '仕事']) author.type(word)
  author.erase(1)
  await author.settled()
  const again = await reopenStored()
  const { room } = await again.live.rooms.hold(again.documentId)

  const newcomer = again.join(2)
  await newcomer.settled()
  const afterOpening = [newcomer.text, room.document.isInMemory]
  newcomer.type('。')
  await newcomer.settled()
  const returning = again.join(3)
  await returning.synced()

  expect(afterOpening).toEqual([author.text, false])
  expect([returning.text, room.document.isInMemory]).toEqual([newcomer.text, true])
  await again.stop()
})

test('[KS12] who comes back with a part of a stored document is given the rest from its bytes', async () => {
  const author = rig.join(1)
  await author.settled()
  const part = new Y.Doc()
  Y.applyUpdate(part, Y.encodeStateAsUpdate(author.doc))
  author.type('追記')
  await author.settled()
  const again = await reopenStored()
  const { room } = await again.live.rooms.hold(again.documentId)

  Y.applyUpdate(part, room.document.loaded.late.since(Y.encodeStateVector(part)))

  expect(Y.encodeStateAsUpdate(part)).toEqual(Y.encodeStateAsUpdate(author.doc))
  expect(room.document.isInMemory).toBe(false)
  await again.stop()
})

/** A section of `count` characters, each a thing by itself. */
function writeFragments(doc: Y.Doc, count: number): void {
  const text = new Y.XmlText()
  const line = new Y.XmlElement('paragraph')
  line.insert(0, [text])
  bodyOf(doc).push([line])
  for (let index = 0; index < count; index++) text.insert(0, '字')
}

/** A large document that a server finds in its snapshot. */
async function openLarge() {
  await rig.live.rooms.read(rig.documentId, (room) =>
    room.write({
      by: memberNumber(1),
      editId: makeId('connection', '0'.repeat(26)),
      change: (doc) => writeFragments(doc, 120_000),
    }),
  )
  const again = await reopenStored()
  const { room } = await again.live.rooms.hold(again.documentId)
  return { again, room }
}

test('[KS12] who only opens a large stored document gets it whole without it being made in memory', async () => {
  const { again, room } = await openLarge()

  const newcomer = again.join(2)
  await newcomer.settled()

  expect(newcomer.text).toContain('字'.repeat(120_000))
  expect(room.document.isInMemory).toBe(false)
  await again.stop()
})

test('[KS12] the first word in a large stored document makes it a piece at a time, and the others get their turn in between', async () => {
  const { again, room } = await openLarge()
  const author = again.join(2)
  await author.synced()
  let turns = 0

  author.type('。')
  for (; !room.document.isInMemory; turns++) await nextTurn()
  await author.settled()

  // Reaching the server takes a few; the rest is its pieces.
  expect(turns).toBeGreaterThan(40)
  await again.stop()
})
