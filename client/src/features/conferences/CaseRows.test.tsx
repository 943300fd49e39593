import { useQueryClient } from '@tanstack/react-query'
import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { NoteRowsView } from '#shared/api/noteRows.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { actionOf, decisionOf, noteOf } from '#tests/support/noteRows.ts'
import { CaseRows } from './CaseRows.tsx'

const CASE = fixedId('case', 1)
const READ = `GET /api/cases/${CASE}/note-rows`

const answering = (items: readonly NoteRowsView[]) =>
  fakeServer({ [READ]: { status: 200, body: { items, next: null } } })

const draw = (server: ReturnType<typeof fakeServer>) => drawScreen(<CaseRows caseId={CASE} />, server)

const rowOf = async (text: string) => (await screen.findByText(text)).closest('tr') as HTMLElement

test('[CS7.1] an action item says who, by when, how it stands and where it was written down, and that it is late or lacks something', async () => {
  const late = actionOf('窓口へ行く', {
    ...{ organisationName: '青波市（架空）', personName: 'Dさん', dueOn: '2026-11-20' as PlainDate },
  })
  const asked = actionOf('上司に確かめる', { state: 'takenBack', dueOn: '2026-11-20' as PlainDate })
  await draw(
    answering([
      noteOf(2, {
        decisions: [decisionOf('方向は決めた', 'held')],
        actionItems: [late, asked, actionOf('だれかがする')],
      }),
    ]),
  )

  const one = within(await rowOf('窓口へ行く'))
  for (const words of ['青波市（架空）', 'Dさん', '令和8年11月20日', '対応中', '期限を過ぎています', '対応事項'])
    expect(one.getByText(words)).toBeDefined()
  expect(one.getByRole('link', { name: '第2回の会議' }).getAttribute('href')).toBe(
    `/conferences/${fixedId('conference', 2)}#row=${encodeURIComponent('窓口へ行く')}`,
  )
  const back = within(await rowOf('上司に確かめる'))
  expect(back.getByText('持ち帰り（所属確認中）')).toBeDefined()
  expect([back.queryByText('期限を過ぎています'), back.queryByText('未記入')]).toEqual([null, null])
  expect(within(await rowOf('だれかがする')).getAllByText('未記入')).toHaveLength(2)
  const decision = within(await rowOf('方向は決めた'))
  expect([decision.queryByText('未記入'), decision.getByText('保留').textContent]).toEqual([null, '保留'])
})

test('[CS7.1] what is decided and done is folded away, with how many, and opened by one press', async () => {
  const done = actionOf('終わった用件', { state: 'done' })
  await draw(answering([noteOf(1, { decisions: [decisionOf('方針を決めた', 'policyOnly')], actionItems: [done] })]))

  await screen.findByText('残っている決定事項と対応事項はありません。')
  expect(screen.queryByText('方針を決めた')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '決まったことと済んだこと（2件）' }))

  expect([
    within(await rowOf('方針を決めた')).queryByText('未記入'),
    screen.getByText('終わった用件').textContent,
  ]).toEqual([null, '終わった用件'])
})

test('[CS7.1] a case without any says how they come to be here, and one that could not be read says so and is read again', async () => {
  await draw(answering([noteOf(1, { decisions: [], actionItems: [] })]))
  await screen.findByText('ここに出せる決定事項と対応事項はありません')

  const failing = fakeServer({ [READ]: { status: 500, body: { code: 'internal', detail: {}, traceId: 'trc_1' } } })
  await draw(failing)
  fireEvent.click(await screen.findByRole('button', { name: 'もう一度読む' }))
  await screen.findByText('決定事項と対応事項を読めませんでした')

  expect(failing.sent.length).toBeGreaterThan(1)
})

/** The news that something of the case has changed. */
function News() {
  const queries = useQueryClient()
  return <button type="button" data-testid="news" onClick={() => void queries.invalidateQueries()} />
}

test.for([
  ['the right to read them ended', 404, 'notFound', false],
  ['the server cannot be asked', 503, 'unavailable', true],
] as const)('[CS7.2] what was read before %s: status %i', async ([, status, error, stays]) => {
  const answers = {
    [READ]: { status: 200, body: { items: [noteOf(1, { decisions: [], actionItems: [actionOf('電話する')] })] } },
  }
  const server = fakeServer(answers as Record<string, { status: number; body: unknown }>)
  await drawScreen(
    <>
      <News />
      <CaseRows caseId={CASE} />
    </>,
    server,
  )
  await screen.findByText('電話する')

  Object.assign(answers, { [READ]: { status, body: { error, detail: {}, traceId: 'trc_1' } } })
  fireEvent.click(screen.getByTestId('news'))

  await screen.findByText('決定事項と対応事項を読めませんでした')
  expect(screen.queryByText('電話する') !== null).toBe(stays)
  expect(screen.queryByText(/最後に読んだもの/) !== null).toBe(stays)
})
