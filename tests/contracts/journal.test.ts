import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Binary } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { mongoCollabStore, type StoredCollab } from '#server/collab/collabStore.mongo.ts'
import { toRow } from '#server/collab/entryRow.ts'
import { type Journal, type JournalEntry, type JournalOf, SequenceTakenError } from '#server/collab/journal.ts'
import { WriteAheadJournal } from '#server/collab/write-ahead/writeAheadJournal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { instant } from '#shared/core/time.ts'
import { memberNumber } from '#tests/support/collabRig.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'

const ids = randomIdSource(systemClock)
const folder = mkdtempSync(join(tmpdir(), 'tsunagi-journal-'))
let testStore: TestStore
let store: StoredCollab
let writeAhead: WriteAheadJournal
let of: JournalOf

beforeAll(async () => {
  testStore = await startTestStore()
  store = mongoCollabStore({ connection: testStore.connection, wrappingKey: randomBytes(32), ids })
  const ports = { stored: store.journal, keys: store.keys, timers: systemTimers, log: silentLog }
  writeAhead = await WriteAheadJournal.open(folder, ports)
  await prepareCollections(testStore.connection)
})
beforeEach(async () => {
  const caseId = ids.next('case')
  const { keyId } = await store.keys.ofOwner(caseId)
  of = { documentId: ids.nextOpaque('document'), caseId, generation: 1, keyId }
  // A room reads a document before it writes; one that was never read is not written ahead.
  expect(await readAll(writeAhead)).toEqual([])
})
afterAll(async () => {
  await writeAhead.close()
  await testStore.close()
  rmSync(folder, { recursive: true })
})

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

const JOURNALS: readonly (readonly [name: string, journal: () => Journal])[] = [
  ['in the store', () => store.journal],
  ['written ahead', () => writeAhead],
]

async function readAll(journal: Journal, after = 0): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const entry of journal.readAfter(of, after)) entries.push({ ...entry, update: Buffer.from(entry.update) })
  return entries
}

describe.each(JOURNALS)('a journal %s', (_name, journal) => {
  test('[KS4] what is appended is read back in order, as it was', async () => {
    const entries = [1, 2, 3].map((sequence) => anEntry(sequence))

    await journal().append(of, entries)

    expect(await readAll(journal())).toEqual(entries)
    expect(await readAll(journal(), 2)).toEqual(entries.slice(2))
    expect(await journal().headOf(of)).toBe(3)
  })

  test('[KS4] the same entries given twice, or in part already kept, are kept once', async () => {
    const entries = [1, 2, 3].map((sequence) => anEntry(sequence))
    await journal().append(of, entries.slice(0, 2))

    await journal().append(of, entries)
    await journal().append(of, entries)

    expect(await readAll(journal())).toEqual(entries)
  })

  test('[KS4] a sequence that another entry has is never given a second time', async () => {
    const first = anEntry(1)
    await journal().append(of, [first])

    await expect(journal().append(of, [anEntry(1)])).rejects.toBeInstanceOf(SequenceTakenError)

    expect(await readAll(journal())).toEqual([first])
  })

  test('[LD7.1] nothing is appended behind a closing', async () => {
    const first = anEntry(1)
    await journal().append(of, [first])

    await journal().closeAfter(of, 1)

    await expect(journal().append(of, [anEntry(2)])).rejects.toBeInstanceOf(SequenceTakenError)
    expect(await readAll(journal(), 1)).toMatchObject([{ sequence: 2, isVoid: true }])
  })

  test('[KS4] of two who append under one sequence at once, one does', async () => {
    const both = await Promise.allSettled([1, 1].map((sequence) => journal().append(of, [anEntry(sequence)])))

    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect((await readAll(journal())).length).toBe(1)
  })
})

describe.each(JOURNALS)('a journal %s', (_name, journal) => {
  test('[KS4] an entry moved to another place, or changed by one bit, cannot be read', async () => {
    await journal().append(of, [anEntry(1)])
    expect((await readAll(journal())).length).toBe(1)
    const rows = testStore.connection.collection<{ readonly ciphertext: Binary }>('journal')

    await rows.updateOne({ documentId: of.documentId }, { $set: { sequence: 7 } })
    await expect(readAll(journal())).rejects.toThrow()
    await rows.updateOne({ documentId: of.documentId }, { $set: { sequence: 1 } })
    expect((await readAll(journal())).length).toBe(1)
    const row = await rows.findOne({ documentId: of.documentId })
    const changed = Buffer.from(row?.ciphertext.buffer ?? [])
    changed[0] = (changed[0] ?? 0) ^ 1
    await rows.updateOne({ documentId: of.documentId }, { $set: { ciphertext: new Binary(changed) } })

    await expect(readAll(journal())).rejects.toThrow()
  })

  test('[LD6.2] whose entry is void has not written', async () => {
    await journal().append(of, [anEntry(1), { ...anEntry(2), userId: memberNumber(2) }, anEntry(3)])

    await journal().markVoid(of, 2)

    expect(await journal().writersAfter(of, 0)).toEqual([memberNumber(1)])
  })

  test('[KS8] [LD6.2] what was appended a moment ago counts in the head, among the writers and in what is removed', async () => {
    await journal().append(of, [anEntry(1)])
    expect(await journal().headOf(of)).toBe(1)
    await journal().append(of, [anEntry(2)])
    expect(await journal().writersAfter(of, 1)).toEqual([memberNumber(1)])
    await journal().append(of, [anEntry(3)])
    await journal().removeUpTo(of, 3)

    expect(await readAll(journal())).toEqual([])
  })

  test('[KS8] entries are marked void and removed by their sequence', async () => {
    await journal().append(
      of,
      [1, 2, 3].map((sequence) => anEntry(sequence)),
    )

    await journal().markVoid(of, 2)
    await journal().removeUpTo(of, 1)

    expect((await readAll(journal())).map(({ sequence, isVoid }) => [sequence, isVoid])).toEqual([
      [2, true],
      [3, false],
    ])
  })
})

test('[KS8] what a failing disk holds although it said that it had not taken it, and so was written again, is kept once', async () => {
  const entries = [1, 2].map((sequence) => anEntry(sequence))
  const { key } = await store.keys.get(of.keyId)

  await store.journal.keepRows(entries.flatMap((entry) => [toRow(of, entry, key), toRow(of, entry, key)]))

  expect(await readAll(store.journal)).toEqual(entries)
})

test('[KS8] a snapshot of several parts is read back whole, and one that lacks a part is not read', async () => {
  const content = randomBytes(9 * 1_048_576)
  await store.snapshots.write(of, 5, content)

  const readBack = await store.snapshots.read(of, 5)
  await testStore.connection.collection('snapshots').deleteOne({ documentId: of.documentId, part: 1 })

  expect(content.equals(readBack)).toBe(true)
  await expect(store.snapshots.read(of, 5)).rejects.toThrow('lacks a part')
})

test('[KS8] of two nodes that write a snapshot of one place at once, one held up by its network, none spoils the other’s', async () => {
  const [late, early] = [randomBytes(6 * 1_048_576), randomBytes(6 * 1_048_576)]
  const parts = testStore.connection.collection('snapshots')
  const replaceOne = parts.replaceOne.bind(parts)
  let count = 0
  const writing = vi.spyOn(parts, 'replaceOne').mockImplementation(async (...asked: Parameters<typeof replaceOne>) => {
    // The late one has written its first part.
    if (++count === 2) await store.snapshots.write(of, 5, early)
    return replaceOne(...asked)
  })

  await store.snapshots.write(of, 5, late)
  writing.mockRestore()
  const read = await store.snapshots.read(of, 5)

  expect([late.equals(read), early.equals(read)].filter(Boolean)).toEqual([true])
})

test('[KS8] a snapshot that is written again is read as it was written last', async () => {
  const [first, second] = [randomBytes(100), randomBytes(100)]
  await store.snapshots.write(of, 5, first)
  await store.snapshots.write(of, 5, second)

  expect(second.equals(await store.snapshots.read(of, 5))).toBe(true)
})

test('[KS4] ten who make one case’s key at once get the same key, and another master key opens nothing', async () => {
  const caseId = ids.next('case')

  const made = await Promise.all(Array.from({ length: 10 }, () => store.keys.ofOwner(caseId)))

  expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(1)
  expect(new Set(made.map(({ key }) => key.export().toString('hex'))).size).toBe(1)
  const connection = testStore.connection.useDb(testStore.connection.name)
  const stranger = mongoCollabStore({ connection, wrappingKey: randomBytes(32), ids })
  await expect(stranger.keys.ofOwner(caseId)).rejects.toThrow()
})
