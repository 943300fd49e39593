import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { actionOf, decisionOf, noteOf } from '#tests/support/noteRows.ts'
import { carriedOver, earlierThan, type ListedRow, rowOf, sortedRows } from './noteRowLists.ts'

const TODAY = '2026-11-24' as PlainDate

const textsOf = (rows: readonly ListedRow[]) => rows.map((row) => rowOf(row)?.text)

const THIRD = noteOf(3, { decisions: [decisionOf('保留した', 'held')], actionItems: [actionOf('三回目の用件')] })
const SECOND = noteOf(2, {
  decisions: [decisionOf('二回目の決定', 'decided')],
  actionItems: [
    actionOf('終わった用件', { state: 'done' }),
    actionOf('遅れた用件', { dueOn: '2026-11-23' as PlainDate }),
  ],
})
const FIRST = noteOf(1, { decisions: [decisionOf('一回目の方針', 'policyOnly')], actionItems: [] })
const NOTES = [THIRD, SECOND, FIRST]

test('[CS7.1] what waits for somebody comes first, what is late before the rest, and what is decided or done apart', () => {
  const { unsettled, settled } = sortedRows(NOTES, TODAY)

  expect(textsOf(unsettled)).toEqual(['遅れた用件', '保留した', '三回目の用件'])
  expect(textsOf(settled)).toEqual(['二回目の決定', '終わった用件', '一回目の方針'])
})

test('[CF3.3] a conference begins with what earlier ones left open and what the last of them decided', () => {
  const third = { id: fixedId('conference', 3), startsAt: 3 }

  expect(textsOf(carriedOver(earlierThan(NOTES, third), TODAY))).toEqual(['遅れた用件', '二回目の決定'])
  expect(
    textsOf(carriedOver(earlierThan(NOTES, { ...third, id: fixedId('conference', 4), startsAt: 4 }), TODAY)),
  ).toEqual(['遅れた用件', '保留した', '三回目の用件'])
  expect(carriedOver(earlierThan(NOTES, { id: fixedId('conference', 1), startsAt: 1 }), TODAY)).toEqual([])
})
