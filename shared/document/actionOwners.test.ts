import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { byDueDay, type Named, ownershipOf, waitsFor } from './actionOwners.ts'
import type { ActionItemRow } from './bodyRows.ts'

const HANAKO: Named = { name: '見本 花子', organisationId: 'org_1', organisationName: 'みなと市福祉課' }
const TODAY = '2026-11-24' as PlainDate

const item = (given: Partial<ActionItemRow>): ActionItemRow => ({
  ...{ blockId: 'one', sectionKey: null, text: '窓口へ行く', state: 'open' },
  ...{ organisationId: null, organisationName: null, personName: null, dueOn: null },
  ...given,
})
const theirs = { organisationId: 'org_1', organisationName: 'みなと市福祉課' }

test.for([
  ['their name without a space and with 敬称', { personName: '見本花子さん' }, 'own'],
  ['their name in another width of space', { ...theirs, personName: '見本　花子' }, 'own'],
  ['a colleague', { ...theirs, personName: '見本 太郎' }, 'organisation'],
  ['their organisation alone', theirs, 'organisation'],
  ['their organisation, written by hand', { organisationName: 'みなと市福祉課' }, 'organisation'],
  ['their name at another organisation', { organisationName: '就労（架空）', personName: '見本 花子' }, 'other'],
  ['somebody else', { personName: '見本 太郎' }, 'other'],
  ['nobody', {}, 'other'],
] as const)('[CF3.5] an action item that names %s', ([, given, ownership]) => {
  expect(ownershipOf(item(given), HANAKO)).toBe(ownership)
})

test('[CF3.5] what is done waits for nobody, what was taken home does, and what is late of others for who keeps watch only', () => {
  const late = item({ organisationName: '寮（架空）', dueOn: '2026-11-23' as PlainDate })
  const waits = (given: ActionItemRow, keepsWatch = false) => waitsFor(given, { ...HANAKO, keepsWatch }, TODAY)

  expect([waits(item({ ...theirs, state: 'done' })), waits(item({ ...theirs, state: 'takenBack' }))]).toEqual([
    false,
    true,
  ])
  expect([waits(late), waits(late, true)]).toEqual([false, true])
  expect(waits({ ...late, dueOn: TODAY }, true)).toBe(false)
})

test('[CF3.5] they stand by their day, what has none last', () => {
  const days = [null, '2026-12-01', '2026-11-20'].map((dueOn) => item({ dueOn: dueOn as PlainDate | null }))
  expect(days.toSorted(byDueDay).map(({ dueOn }) => dueOn)).toEqual(['2026-11-20', '2026-12-01', null])
})
