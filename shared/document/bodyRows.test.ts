import { expect, test } from 'vitest'
import { plainDate } from '#shared/core/time.ts'
import {
  type ActionItemRow,
  type DecisionRow,
  isOverdue,
  isUnsettled,
  needsOwnerAndDay,
  writtenRows,
} from './bodyRows.ts'
import { ACTION_ITEM_STATES, type ActionItemState, DECISION_STATES, type DecisionState } from './bodySchema.ts'

const decision = (state: DecisionState, text = '住まいを先に探す'): DecisionRow => ({
  blockId: state,
  sectionKey: null,
  text,
  state,
})
const action = (state: ActionItemState, given: Partial<ActionItemRow> = {}): ActionItemRow => ({
  ...{ blockId: state, sectionKey: null, text: '窓口へ行く', state },
  ...{ organisationId: null, organisationName: null, personName: null, dueOn: null },
  ...given,
})
const TODAY = plainDate('2026-11-24') ?? '2026-11-24'

test('[LD3.7] what was put off and what nobody has finished or given up is unsettled; 方針決定 waits for nobody', () => {
  expect(DECISION_STATES.filter((state) => isUnsettled(decision(state)))).toEqual(['held', 'continued'])
  expect(ACTION_ITEM_STATES.filter((state) => isUnsettled(action(state)))).toEqual(['open', 'takenBack'])
})

test('[LD3.7] an action item is late from the day after its last day, and 持ち帰り never', () => {
  const due = (day: string) => ({ dueOn: plainDate(day) })

  expect(isOverdue(action('open', due('2026-11-23')), TODAY as never)).toBe(true)
  expect(isOverdue(action('open', due('2026-11-24')), TODAY as never)).toBe(false)
  expect(isOverdue(action('open'), TODAY as never)).toBe(false)
  expect(isOverdue(action('takenBack', due('2026-11-01')), TODAY as never)).toBe(false)
  expect(isOverdue(action('done', due('2026-11-01')), TODAY as never)).toBe(false)
})

test('[LD3.7] who and by when are missed of what is to be done, and not of 持ち帰り', () => {
  expect(ACTION_ITEM_STATES.filter((state) => needsOwnerAndDay(action(state)))).toEqual(['open'])
})

test('[LD3.7] a block that nothing has been written into yet is no row, and one of which only the owner is known is', () => {
  const named = action('takenBack', { text: '', organisationName: '架空市福祉課' })

  expect(
    writtenRows({
      decisions: [decision('held'), decision('decided', '')],
      actionItems: [action('open', { text: '' }), named],
    }),
  ).toEqual({ decisions: [decision('held')], actionItems: [named] })
})
