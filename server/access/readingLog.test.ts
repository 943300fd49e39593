import { expect, test } from 'vitest'
import { makeId } from '#shared/core/ids.ts'
import { type Instant, later } from '#shared/core/time.ts'
import type { AuditEntry } from './auditTrail.ts'
import { ListingLog, ReadingLog } from './readingLog.ts'

const [MEMBER, DOCUMENT] = [makeId('member', '0'.repeat(26)), makeId('document', '0'.repeat(26))]
const MINUTE = 60_000

/** How many records a reading leaves that is asked for once at each of these minutes. */
async function recordsAt(minutes: readonly number[]): Promise<number> {
  let now: Instant = 1_800_000_000_000 as Instant
  const begun = now
  let count = 0
  const append = async () => {
    count += 1
  }
  const log = new ReadingLog({ append }, { now: () => now })
  for (const minute of minutes) {
    now = later(begun, minute * MINUTE)
    await log.record(MEMBER, DOCUMENT)
  }
  return count
}

test('[AC6.1] a reading of quarters of an hour is one record for each', async () => {
  expect(await recordsAt([0, 1, 14, 15, 29])).toBe(2)
})

test('[AC6.1] a reading leaves its records also after the clock was put back', async () => {
  expect(await recordsAt([0, -60, -50])).toBe(2)
})

test('[AC6.43] whoever comes before a picture that is shown already is in a record of their own, and a sheet is another reading', async () => {
  const kept: AuditEntry[] = []
  const log = new ReadingLog({ append: async (entry) => void kept.push(entry) }, { now: () => 0 as Instant })
  const [first, second] = [makeId('member', '1'.repeat(26)), makeId('member', '2'.repeat(26))]

  for (const shownTo of [[first], [first], [second, first, MEMBER]]) {
    await log.record(MEMBER, DOCUMENT, { kind: 'noteProjected', shownTo })
  }
  await log.record(MEMBER, DOCUMENT, { kind: 'notePrinted' })

  expect(kept.map(({ kind, objectIds }) => [kind, ...objectIds])).toEqual([
    ['noteProjected', DOCUMENT, first],
    ['noteProjected', DOCUMENT, first, second],
    ['notePrinted', DOCUMENT],
  ])
})

test('[AC6.11] what is listed again is recorded once a quarter of an hour, what is new to the list at once, and what could not be kept again', async () => {
  let now: Instant = 1_800_000_000_000 as Instant
  const begun = now
  const kept: (readonly string[])[] = []
  let isFull = false
  const append = async ({ objectIds }: AuditEntry) => {
    if (isFull) throw new Error('the disk is full')
    kept.push(objectIds)
  }
  const log = new ListingLog({ audit: { append }, clock: { now: () => now } }, 'casesListed')
  const listAt = async (minute: number, ...ids: readonly string[]) => {
    now = later(begun, minute * MINUTE)
    await log.record(
      MEMBER,
      ids.map((id) => ({ id })),
    )
  }

  await listAt(0)
  await listAt(0, 'one', 'two')
  await listAt(1, 'one', 'two')
  isFull = true
  await expect(listAt(2, 'one', 'two', 'three')).rejects.toThrow('full')
  isFull = false
  await listAt(3, 'one', 'two', 'three')
  await listAt(16, 'one', 'three')
  await listAt(-60, 'one')

  expect(kept).toEqual([['one', 'two'], ['three'], ['one', 'three'], ['one']])
})
