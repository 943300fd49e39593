import { randomBytes } from 'node:crypto'
import { Binary } from 'mongodb'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CollabStore, mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { type JournalEntry, type JournalOf, SequenceTakenError } from '#server/collab/journal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { instant } from '#shared/core/time.ts'
import { memberNumber } from '#tests/support/collabRig.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'

const ids = randomIdSource(systemClock)
let testStore: TestStore
let store: CollabStore
let of: JournalOf

beforeAll(async () => {
  testStore = await startTestStore()
  store = mongoCollabStore({ connection: testStore.connection, wrappingKey: randomBytes(32), ids })
  await prepareCollections(testStore.connection)
})
beforeEach(async () => {
  const caseId = ids.next('case')
  const { keyId } = await store.keys.ofOwner(caseId)
  of = { documentId: ids.nextOpaque('document'), caseId, generation: 1, keyId }
})
afterAll(() => testStore.close())

const connectionId = ids.next('connection')
let frame = 0

const anEntry = (sequence: number, text = `第${sequence}の変更`): JournalEntry => ({
  sequence,
  update: Buffer.from(text),
  userId: memberNumber(1),
  connectionId,
  frameFrom: ++frame,
  frameTo: frame,
  writtenAt: instant(1_764_000_000_000),
  isVoid: false,
})

async function readAll(after = 0): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const entry of store.journal.readAfter(of, after))
    entries.push({ ...entry, update: Buffer.from(entry.update) })
  return entries
}

test('[KS4] what is appended is read back in order, as it was', async () => {
  const entries = [1, 2, 3].map((sequence) => anEntry(sequence))

  await store.journal.append(of, entries)

  expect(await readAll()).toEqual(entries)
  expect(await readAll(2)).toEqual(entries.slice(2))
  expect(await store.journal.headOf(of)).toBe(3)
})

test('[KS4] the same entries given twice, or in part already kept, are kept once', async () => {
  const entries = [1, 2, 3].map((sequence) => anEntry(sequence))
  await store.journal.append(of, entries.slice(0, 2))

  await store.journal.append(of, entries)
  await store.journal.append(of, entries)

  expect(await readAll()).toEqual(entries)
})

test('[KS4] a sequence that another entry has is never given a second time', async () => {
  const first = anEntry(1)
  await store.journal.append(of, [first])

  await expect(store.journal.append(of, [anEntry(1)])).rejects.toBeInstanceOf(SequenceTakenError)

  expect(await readAll()).toEqual([first])
})

test('[KS4] of two who append under one sequence at once, one does', async () => {
  const both = await Promise.allSettled([1, 1].map((sequence) => store.journal.append(of, [anEntry(sequence)])))

  expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  expect((await readAll()).length).toBe(1)
})

test('[KS4] an entry moved to another place, or changed by one bit, cannot be read', async () => {
  await store.journal.append(of, [anEntry(1)])
  const rows = testStore.connection.collection<{ readonly ciphertext: Binary }>('journal')

  await rows.updateOne({ documentId: of.documentId }, { $set: { sequence: 7 } })
  await expect(readAll()).rejects.toThrow()
  await rows.updateOne({ documentId: of.documentId }, { $set: { sequence: 1 } })
  expect((await readAll()).length).toBe(1)
  const row = await rows.findOne({ documentId: of.documentId })
  const changed = Buffer.from(row?.ciphertext.buffer ?? [])
  changed[0] = (changed[0] ?? 0) ^ 1
  await rows.updateOne({ documentId: of.documentId }, { $set: { ciphertext: new Binary(changed) } })

  await expect(readAll()).rejects.toThrow()
})

test('[KS8] entries are marked void and removed by their sequence', async () => {
  await store.journal.append(
    of,
    [1, 2, 3].map((sequence) => anEntry(sequence)),
  )

  await store.journal.markVoid(of, 2)
  await store.journal.removeUpTo(of, 1)

  expect((await readAll()).map(({ sequence, isVoid }) => [sequence, isVoid])).toEqual([
    [2, true],
    [3, false],
  ])
})

test('[KS8] a snapshot of several parts is read back whole, and one that lacks a part is not read', async () => {
  const content = randomBytes(9 * 1_048_576)
  await store.snapshots.write(of, 5, content)

  const readBack = await store.snapshots.read(of, 5)
  await testStore.connection.collection('snapshots').deleteOne({ documentId: of.documentId, part: 1 })

  expect(content.equals(readBack)).toBe(true)
  await expect(store.snapshots.read(of, 5)).rejects.toThrow('lacks a part')
})

test('[KS4] ten who make one case’s key at once get the same key, and another master key opens nothing', async () => {
  const caseId = ids.next('case')

  const made = await Promise.all(Array.from({ length: 10 }, () => store.keys.ofOwner(caseId)))

  expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(1)
  expect(new Set(made.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(1)
  const connection = testStore.connection.useDb(testStore.connection.name)
  const stranger = mongoCollabStore({ connection, wrappingKey: randomBytes(32), ids })
  await expect(stranger.keys.ofOwner(caseId)).rejects.toThrow()
})
