import { expect, test } from 'vitest'
import { aMember } from '#shared/fixtures/builders.ts'
import type { PlainDate } from '../core/time.ts'
import { prolonged } from './member.ts'

test.for([
  ['none', '2026-11-23', null, null],
  ['a later day', '2026-11-23', '2027-03-31', '2027-03-31'],
  ['an earlier day', '2026-11-23', '2026-11-22', 'notLater'],
  ['any day where none is set', null, '2027-03-31', 'notLater'],
] as const)('[CL1.25] the end of a membership is only ever put off: to %s', ([, until, to, becomes]) => {
  const next = prolonged(aMember({ until: until as PlainDate | null }), to as PlainDate | null)
  expect(next.ok ? next.value.until : next.refusal).toBe(becomes)
})
