import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import type { AuditEntry } from './auditTrail.ts'
import { quietAuditTrail } from './quietAuditTrail.ts'

const BY = fixedId('member', 1)
const refusal = (number: number): AuditEntry => ({
  kind: 'accessRefused',
  by: BY,
  objectIds: [fixedId('case', number)],
  outcome: 'refused',
  because: 'notFound',
})

/** A trail that remembers, at a time the test sets. */
function aTrail() {
  const kept: AuditEntry[] = []
  let now = 1_800_000_000_000
  const trail = quietAuditTrail(
    {
      async append(entry) {
        kept.push(entry)
      },
    },
    { now: () => instant(now) },
  )
  return { trail, kept, pass: (milliseconds: number) => (now += milliseconds) }
}

test.each(['caseRead', 'conferenceRead', 'versionsRead'] as const)(
  '[AC6.1] %s: the same reading is one record a minute; another person’s and another thing’s are others',
  async (kind) => {
    const { trail, kept, pass } = aTrail()
    const read = (by: number, number: number) =>
      trail.append({ kind, by: fixedId('member', by), objectIds: [fixedId('case', number)] })

    for (let time = 0; time < 5; time += 1) await read(1, 1)
    await read(2, 1)
    await read(1, 2)
    pass(60_000)
    await read(1, 1)

    expect(kept.map(({ by, objectIds }) => [by?.at(-1), objectIds[0]?.at(-1)])).toEqual([
      ['1', '1'],
      ['2', '1'],
      ['1', '2'],
      ['1', '1'],
    ])
  },
)

test('[KS3] the same fault of the same person in one document is one record a minute', async () => {
  const { trail, kept, pass } = aTrail()
  const refuse = (because: string) =>
    trail.append({ kind: 'frameRefused', by: BY, objectIds: [fixedId('document', 1)], outcome: 'refused', because })

  for (let time = 0; time < 5; time += 1) await refuse('foreignAuthor')
  await refuse('badValue')
  pass(60_000)
  await refuse('foreignAuthor')

  expect(kept.map(({ because }) => because)).toEqual(['foreignAuthor', 'badValue', 'foreignAuthor'])
})

test('[AC6.2] who knocks at every door leaves thirty records a minute and one that says there were many', async () => {
  const { trail, kept, pass } = aTrail()

  for (let number = 1; number <= 200; number += 1) await trail.append(refusal(number))
  const inTheFirst = kept.length
  pass(60_000)
  await trail.append(refusal(1))

  expect([inTheFirst, kept.length]).toEqual([31, 32])
  expect(kept[30]).toMatchObject({ by: BY, objectIds: [], because: 'many' })
})

test('[AC6.26] who knocks at one door without end leaves a record of it a minute and one that says there were many', async () => {
  const { trail, kept, pass } = aTrail()

  for (let time = 0; time < 30; time += 1) await trail.append(refusal(1))
  const few = kept.length
  for (let time = 0; time < 200; time += 1) await trail.append(refusal(1))
  const inTheFirst = kept.map(({ because }) => because)
  pass(60_000)
  await trail.append(refusal(1))

  expect([few, inTheFirst, kept.length]).toEqual([1, ['notFound', 'many'], 3])
})

test('[AC6.1] changes are recorded each, however fast they come', async () => {
  const { trail, kept } = aTrail()

  for (let time = 0; time < 3; time += 1) await trail.append({ kind: 'caseChanged', by: BY, objectIds: ['cas_1'] })

  expect(kept).toHaveLength(3)
})

test('[KS23] coming back to a document within a minute is one record; one that could not be kept is tried again', async () => {
  const kept: AuditEntry[] = []
  let isFull = true
  const disk = {
    async append(entry: AuditEntry) {
      if (isFull) throw new Error('the disk is full')
      kept.push(entry)
    },
  }
  const trail = quietAuditTrail(disk, { now: () => instant(1_800_000_000_000) })
  const joined: AuditEntry = { kind: 'documentJoined', by: BY, objectIds: [fixedId('document', 1)] }

  await expect(trail.append(joined)).rejects.toThrow('the disk is full')
  isFull = false
  for (let time = 0; time < 3; time += 1) await trail.append(joined)

  expect(kept).toEqual([joined])
})

test('[AC6.1] of two who read the same at once neither gets it when the record cannot be kept', async () => {
  const gate = Promise.withResolvers<void>()
  const trail = quietAuditTrail({ append: () => gate.promise }, { now: () => instant(1_800_000_000_000) })
  const entry: AuditEntry = { kind: 'caseRead', by: BY, objectIds: [fixedId('case', 1)] }
  const both = Promise.allSettled([trail.append(entry), trail.append(entry)])
  gate.reject(new Error('the disk is full'))
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('[AC6.2] the one record that stands for many refusals is tried again when it could not be kept', async () => {
  const kept: AuditEntry[] = []
  let isFull = false
  const trail = quietAuditTrail(
    {
      async append(entry) {
        if (isFull) throw new Error('the disk is full')
        kept.push(entry)
      },
    },
    { now: () => instant(1_800_000_000_000) },
  )
  const refuse = (number: number) =>
    trail
      .append({ kind: 'accessRefused', by: BY, objectIds: [fixedId('case', number)], because: 'notFound' })
      .catch(() => undefined)
  for (let number = 1; number <= 30; number += 1) await refuse(number)
  isFull = true
  await refuse(31)
  isFull = false
  await refuse(32)
  expect(kept.at(-1)?.because).toBe('many')
})

test('[AC6.1] a clock that is set back hides no reading', async () => {
  const { trail, kept, pass } = aTrail()
  const read = () => trail.append({ kind: 'caseRead', by: BY, objectIds: [fixedId('case', 1)] })

  await read()
  pass(-3_600_000)
  await read()

  expect(kept).toHaveLength(2)
})
