import { expect, test } from 'vitest'
import { faultsOf } from './checkBoundaries.ts'

test('[OP2.3] the meaning of council work knows no package, no clock and no server', () => {
  const text =
    "import { z } from 'zod'\nimport { systemClock } from '#server/platform/clock.ts'\nexport const at = Date.now()\n"

  expect(faultsOf('shared/domain/consent.ts', text)).toHaveLength(3)
})

test('[OP2.3] a live document measures time by what it is handed, not by a clock of the machine', () => {
  expect(faultsOf('server/collab/rooms.ts', 'export const at = performance.now()\n')).toHaveLength(1)
  expect(faultsOf('server/platform/timers.ts', 'export const at = performance.now()\n')).toEqual([])
})

test('[OP2.3] a feature never imports another feature', () => {
  const text = "import { openCase } from '#server/features/cases/openCase.ts'\n"

  expect(faultsOf('server/features/cases/closeCase.ts', text)).toEqual([])
  expect(faultsOf('server/features/conferences/endConference.ts', text)).toHaveLength(1)
})

test('[OP2.3] a file that belongs to no zone is a fault', () => {
  expect(faultsOf('server/utils/strings.ts', '')).toEqual(['belongs to no zone of scripts/boundaries.ts'])
})
