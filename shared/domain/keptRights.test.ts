import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember } from '#shared/fixtures/builders.ts'
import { narrowedMember } from './keptRights.ts'
import { isOverBy } from './member.ts'

const day = (text: string) => text as PlainDate
const today = day('2026-11-29')

test('[AC6.33] whoever had left after a backup and is to come back on a later day is out until then', () => {
  const then = aMember({ from: day('2022-04-01'), until: null })
  const again = narrowedMember(then, { ...then, from: day('2027-04-01') }, today)

  expect([isOverBy(then, today), isOverBy(again, today)]).toEqual([false, true])
})

test('[AC6.33] whoever had the same term at last as in the backup keeps it', () => {
  const then = aMember({ from: day('2022-04-01'), until: null })

  expect(narrowedMember(then, then, today)).toEqual(then)
})
