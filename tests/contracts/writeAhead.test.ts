import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { mongoCollabStore, type StoredCollab } from '#server/collab/collabStore.mongo.ts'
import type { StoredJournal } from '#server/collab/journal.mongo.ts'
import type { JournalEntry, JournalOf } from '#server/collab/journal.ts'
import { DurableLog } from '#server/collab/write-ahead/durableLog.ts'
import { WriteAheadJournal } from '#server/collab/write-ahead/writeAheadJournal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { atomicallyOn, prepareCollections } from '#server/platform/mongo.ts'
import type { Timers } from '#server/platform/timers.ts'
import { instant } from '#shared/core/time.ts'
import { memberNumber } from '#tests/support/collabRig.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'
import { until } from '#tests/support/until.ts'

const ids = randomIdSource(systemClock)
/** Nothing follows by itself: the process is as one that is killed at once. */
const stopped: Timers = {
  after: () => ({ stop: () => undefined }),
  every: () => ({ stop: () => undefined }),
  elapsedMs: () => 0,
}

let testStore: TestStore
let kept: StoredCollab
let of: JournalOf
let folder: string

beforeAll(async () => {
  testStore = await startTestStore()
  kept = mongoCollabStore({ connection: testStore.connection, wrappingKey: randomBytes(32), ids })
  await prepareCollections(testStore.connection)
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tsunagi-ahead-'))
  const { keyId } = await kept.keys.ofOwner(ids.next('case'))
  of = { documentId: ids.nextOpaque('document'), caseId: null, generation: 1, keyId }
})
afterAll(() => testStore.close())

const open = ({ log = silentLog, timers = stopped, keepRows = kept.journal.keepRows } = {}) =>
  WriteAheadJournal.open(folder, { stored: { ...kept.journal, keepRows }, keys: kept.keys, timers, log })

const anEntry = (sequence: number): JournalEntry => ({
  sequence,
  update: Buffer.from(`第${sequence}の変更`),
  userId: memberNumber(1),
  connectionId: ids.next('connection'),
  frameFrom: sequence,
  frameTo: sequence,
  writtenAt: instant(1_764_000_000_000),
  isVoid: false,
})

async function sequencesOf(journal: Pick<WriteAheadJournal, 'readAfter'>): Promise<readonly number[]> {
  const sequences: number[] = []
  for await (const { sequence } of journal.readAfter(of, 0)) sequences.push(sequence)
  return sequences
}

/** A process that has read the document, appended these, and was killed before any of them followed. */
async function killedAfter(...sequences: readonly number[]): Promise<void> {
  const journal = await open()
  await sequencesOf(journal)
  for (const sequence of sequences) await journal.append(of, [anEntry(sequence)])
  expect(journal.aheadCount).toBe(sequences.length)
}

test('[KS8] a process that is killed while its entries follow loses none of those that have not followed yet', async () => {
  let batches = 0
  const keepRows: typeof kept.journal.keepRows = async (rows) => {
    if (++batches > 1) throw new Error('the store is away')
    await kept.journal.keepRows(rows)
  }
  const journal = await open({ keepRows })
  await sequencesOf(journal)
  // More than follow together, in a file that is full, and one in the file after it.
  for (let sequence = 1; sequence <= 69; sequence++) await journal.append(of, [anEntry(sequence)])
  await journal.append(of, [{ ...anEntry(70), update: randomBytes(1_100_000) }])
  await journal.append(of, [anEntry(71)])
  await expect(journal.headOf(of)).rejects.toThrow('away')

  await open()

  expect(await sequencesOf(kept.journal)).toEqual(Array.from({ length: 71 }, (_, place) => place + 1))
})

const onlyFile = () => join(folder, readdirSync(folder)[0] ?? '')

test('[KS8] what was written ahead is in the store after the next start, however the process ended', async () => {
  await killedAfter(1, 2, 3)
  expect(await sequencesOf(kept.journal)).toEqual([])

  await open()

  expect(await sequencesOf(kept.journal)).toEqual([1, 2, 3])
  expect(readdirSync(folder)).toEqual([])
})

test('[KS8] entries that had followed before the process was killed are kept once', async () => {
  await killedAfter(1, 2)
  const bytes = readFileSync(onlyFile())
  await open()
  writeFileSync(join(folder, '000000000001.log'), bytes)

  await open()

  expect(await sequencesOf(kept.journal)).toEqual([1, 2])
})

test('[KS8] an entry that was cut off while it was written is passed over, and those before it are kept', async () => {
  await killedAfter(1, 2)
  const whole = readFileSync(onlyFile())
  writeFileSync(onlyFile(), whole.subarray(0, whole.length - 1))

  await open()

  expect(await sequencesOf(kept.journal)).toEqual([1])
})

test.each([
  ['of a write that was cut off', randomBytes(100)],
  ['that a disk has filled with zeros', Buffer.alloc(4_096)],
] as const)('[KS8] bytes %s after the last entry are passed over', async (_, bytes) => {
  await killedAfter(1)
  appendFileSync(onlyFile(), bytes)

  await open()

  expect([await sequencesOf(kept.journal), readdirSync(folder)]).toEqual([[1], []])
})

test('[KS8] closing keeps what has not followed yet, and leaves nothing beside the store', async () => {
  const journal = await open()
  await sequencesOf(journal)
  await journal.append(of, [anEntry(1)])

  await journal.close()

  expect([await sequencesOf(kept.journal), readdirSync(folder)]).toEqual([[1], []])
})

test('[KS4] what follows while somebody’s transaction is under way is no part of it', async () => {
  const journal = await open()
  await sequencesOf(journal)

  const work = atomicallyOn(testStore.connection)(async () => {
    await journal.append(of, [anEntry(1)])
    await journal.headOf(of)
    throw new Error('taken back')
  })

  await expect(work).rejects.toThrow('taken back')
  expect(await sequencesOf(kept.journal)).toEqual([1])
})

test('[KS4] what the store did not take follows later, though nobody writes anything more', async () => {
  const due: (() => void)[] = []
  const timers: Timers = { ...stopped, after: (_ms, then) => ({ stop: () => undefined, at: due.push(then) }) }
  let isAway = true
  const keepRows: typeof kept.journal.keepRows = async (rows) => {
    if (isAway) throw new Error('the store is away')
    await kept.journal.keepRows(rows)
  }
  const journal = await open({ keepRows, timers })
  await sequencesOf(journal)
  await journal.append(of, [anEntry(1)])

  due.shift()?.()
  await until(() => due.length === 1, 'it is to be tried again')
  isAway = false
  due.shift()?.()
  await until(() => journal.aheadCount === 0, 'it has followed')

  expect(await sequencesOf(kept.journal)).toEqual([1])
})

test('[LD7.5] of generations that are destroyed nothing is left beside the store, followed or not', async () => {
  for (const hasFollowed of [false, true]) {
    const journal = await open()
    await sequencesOf(journal)
    await journal.append(of, [anEntry(1)])
    if (hasFollowed) await journal.headOf(of)

    await journal.removeGenerationsBefore({ ...of, generation: 2 })

    expect([readdirSync(folder), await sequencesOf(journal)]).toEqual([[], []])
    of = { ...of, documentId: ids.nextOpaque('document') }
  }
})

/** Changes one bit of the file, `place` bytes from its beginning. */
function rot(name: string, place: number): void {
  const bytes = readFileSync(join(folder, name))
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
  writeFileSync(join(folder, name), bytes)
}

const SET_ASIDE = expect.stringMatching(/^000000000001\.log\..+\.damaged$/)
/** Somewhere inside the first record of a file. */
const IN_FIRST_RECORD = 40

test('[KS33] a record that rotted on the disk takes none of those behind it along, is told of, and its file is not thrown away', async () => {
  await killedAfter(1, 2, 3)
  rot('000000000001.log', IN_FIRST_RECORD)
  const told: string[] = []

  await open({ log: { ...silentLog, error: (event) => void told.push(event) } })

  expect(await sequencesOf(kept.journal)).toEqual([2, 3])
  expect([told, readdirSync(folder)]).toEqual([['journal.damaged'], [SET_ASIDE]])
})

test('[KS33] a file of which the end cannot be read, and that is not the last, is told of and not thrown away', async () => {
  await killedAfter(1, 2)
  const bytes = readFileSync(onlyFile())
  // The length of the first record says more than there is.
  bytes.writeUInt32LE(bytes.length * 2, 0)
  writeFileSync(onlyFile(), bytes)
  writeFileSync(join(folder, '000000000002.log'), '')

  await open()

  expect(readdirSync(folder)).toEqual([SET_ASIDE])
})

test('[KS33] [OP2.11] what a full disk took half of is not taken for damage after the next start', async ({ skip }) => {
  const disk = smallDisk('256k')
  if (disk === undefined) return skip('only root can mount a small disk: a full disk was NOT tested')
  const { log } = await DurableLog.open(disk.dir)
  await log.append([randomBytes(100)])
  const giveBack = disk.fill()
  await expect(log.append([randomBytes(20_000)])).rejects.toThrow()
  giveBack()
  await log.append([randomBytes(100)])

  const { left } = await DurableLog.open(disk.dir)

  expect([left.records.length, left.damaged.size]).toEqual([2, 0])
  disk.remove()
})

test('[OP2.11] a full disk that is tried again and again is not filled with files too, and takes what is written once there is space', async ({
  skip,
}) => {
  const disk = smallDisk('256k,nr_inodes=30')
  if (disk === undefined) return skip('only root can mount a small disk: a full disk was NOT tested')
  const { log } = await DurableLog.open(disk.dir)
  const giveBack = disk.fill()

  for (let tries = 0; tries < 40; tries++) await expect(log.append([randomBytes(100)])).rejects.toThrow('ENOSPC')
  const names = readdirSync(disk.dir)
  giveBack()

  expect(names).toEqual(['ballast'])
  expect(await log.append([randomBytes(100)])).toBeGreaterThan(40)
  disk.remove()
})

test('[KS36] a document that people write goes on being written ahead, however many others are opened meanwhile', async () => {
  const stored: StoredJournal = { ...kept.journal, async *readAfter() {} }
  const journal = await WriteAheadJournal.open(folder, { stored, keys: kept.keys, timers: stopped, log: silentLog })
  const openOthers = async (count: number) => {
    for (let opened = 0; opened < count; opened++)
      await sequencesOf({
        readAfter: (_, from) => journal.readAfter({ ...of, documentId: ids.nextOpaque('document') }, from),
      })
  }
  await sequencesOf(journal)
  await openOthers(3_000)
  await journal.append(of, [anEntry(1)])

  await openOthers(3_000)
  await journal.append(of, [anEntry(2)])

  expect(journal.aheadCount).toBe(1)
})

test('[KS47] what is said to be held while the journal ends is there after the next start', async () => {
  const late = Promise.withResolvers<void>()
  const keepRows: typeof kept.journal.keepRows = async (rows) => {
    late.resolve(journal.append(of, [anEntry(2)]))
    await late.promise
    await kept.journal.keepRows(rows)
  }
  const journal = await open({ keepRows })
  await sequencesOf(journal)
  await journal.append(of, [anEntry(1)])

  await journal.close()
  await open()

  expect(await sequencesOf(kept.journal)).toEqual([1, 2])
})
