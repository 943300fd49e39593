import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { actionOf, decisionOf, noteOf } from '#tests/support/noteRows.ts'
import { EarlierRows } from './EarlierRows.tsx'

const theCase = { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' }
const READ = `GET /api/cases/${theCase.id}/note-rows`

const draw = (items: readonly NoteRowsView[]) =>
  drawScreen(
    <EarlierRows conference={{ id: fixedId('conference', 3), case: theCase, startsAt: 3 }} />,
    fakeServer({ [READ]: { status: 200, body: { items, next: null } } }),
  )

test('[CF3.3] beside its note a conference has what the last one decided and what earlier ones left open, and nothing of its own', async () => {
  await draw([
    noteOf(3, { decisions: [], actionItems: [actionOf('今日の用件')] }),
    noteOf(2, {
      decisions: [decisionOf('前回の決定', 'decided')],
      actionItems: [actionOf('済んだ用件', { state: 'done' })],
    }),
    noteOf(1, { decisions: [decisionOf('前々回の決定', 'decided')], actionItems: [actionOf('前々回の用件')] }),
  ])

  fireEvent.click(await screen.findByRole('button', { name: '前回までの決定・対応事項（2件）' }))

  const known = ['前回の決定', '前々回の用件', '今日の用件', '済んだ用件', '前々回の決定']
  expect(known.filter((text) => screen.queryByText(text) !== null)).toEqual(['前回の決定', '前々回の用件'])
})

test('[CF3.3] where earlier notes hold nothing to go through, that is said, and it is folded again by the same press', async () => {
  await draw([])
  const fold = await screen.findByRole('button', { name: '前回までの決定・対応事項（0件）' })

  fireEvent.click(fold)
  await screen.findByText('あなたが読める前回までの会議メモに、確かめる決定事項と対応事項はありません。')
  fireEvent.click(fold)

  expect(screen.queryByText(/会議メモに、確かめる/)).toBeNull()
})
