import { fireEvent, screen, within } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { PortsProvider } from '#client/platform/Ports.tsx'
import { changeLanguage } from '#client/platform/words.ts'
import type { OwnActionItemView } from '#shared/api/noteRows.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { ActionItemRow } from '#shared/document/bodyRows.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer, noHints } from '#tests/support/drawScreen.tsx'
import { actionOf } from '#tests/support/noteRows.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { OwnActionItems } from './OwnActionItems.tsx'

const READ = 'GET /api/own-action-items'

const itemOf = (text: string, given: Partial<ActionItemRow> = {}): OwnActionItemView => ({
  actionItem: actionOf(text, { organisationName: 'みなと市福祉課', ...given }),
  conference: { id: fixedId('conference', 2), title: '第2回の会議', startsAt: 2 },
  case: { id: fixedId('case', 1), number: 'R08-014', callName: 'しらかば' },
  documentId: fixedId('document', 2),
})

const answering = (items: readonly OwnActionItemView[]) =>
  fakeServer({ [READ]: { status: 200, body: { items, next: null } } })

test('[CF3.5] an item says of which case it is, who, by when, and that its day is past or is today, and leads to its row in the note', async () => {
  await drawScreen(
    <OwnActionItems keepsWatch={false} />,
    answering([
      itemOf('遅れた用件', { dueOn: '2026-11-20' as PlainDate }),
      itemOf('今日の用件', { dueOn: '2026-11-24' as PlainDate }),
    ]),
  )

  const late = within((await screen.findByText('遅れた用件')).closest('tr') as HTMLElement)
  for (const words of ['R08-014 しらかば', 'みなと市福祉課', '令和8年11月20日', '期限を過ぎています'])
    expect(late.getByText(words)).toBeDefined()
  expect(late.getByRole('link', { name: '第2回の会議' }).getAttribute('href')).toBe(
    `/conferences/${fixedId('conference', 2)}#row=${encodeURIComponent('遅れた用件')}`,
  )
  const today = within(screen.getByText('今日の用件').closest('tr') as HTMLElement)
  expect([today.queryByText('期限を過ぎています'), today.getByText('今日まで').textContent]).toEqual([null, '今日まで'])
})

test('[CF3.5] of many the first eight stand there, and the others by one press', async () => {
  await drawScreen(
    <OwnActionItems keepsWatch={false} />,
    answering(Array.from({ length: 10 }, (_, index) => itemOf(`用件${index}`))),
  )
  await screen.findByText('用件7')
  expect(screen.queryByText('用件8')).toBeNull()

  fireEvent.click(screen.getByRole('button', { name: 'あと2件' }))
  expect(screen.getByText('用件9')).toBeDefined()
})

test('[CF3.5] that there is none is said in both languages with how one comes to be here, and a reading that failed is tried again', async () => {
  await drawScreen(<OwnActionItems keepsWatch />, answering([]))
  expect(await screen.findByText(/担当する対応事項はありません/)).toBeDefined()
  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(await screen.findByText(/No action item is yours now/)).toBeDefined()
  await changeLanguage('ja')

  const failing = fakeServer({ [READ]: { status: 500, body: { code: 'internal', detail: {}, traceId: 'trc_1' } } })
  await drawScreen(<OwnActionItems keepsWatch />, failing)
  fireEvent.click(await screen.findByRole('button', { name: 'もう一度読む' }))
  await screen.findByText('対応事項を読めませんでした')
  expect(failing.sent.length).toBeGreaterThan(1)
})

test('[CF3.6] the first item of theirs in a note under way that held none is read within ten seconds of its writing', async () => {
  onTestFinished(() => void vi.useRealTimers())
  const note = fixedId('document', 9)
  const listening = new Map<string, () => void>()
  const listen = (id: string, onChanged: () => void) => {
    listening.set(id, onChanged)
    return () => listening.delete(id)
  }
  const answers: Record<string, { readonly status: number; readonly body: unknown }> = {
    [READ]: { status: 200, body: { items: [], next: null } },
    'GET /api/conferences': { status: 200, body: { items: [{ state: 'open', openNoteId: note }], next: null } },
  }
  const { http } = fakeServer(answers as Parameters<typeof fakeServer>[0])
  await drawScreen(
    <PortsProvider value={{ http, hints: { ...noHints, listen }, clock: stillClock }}>
      <OwnActionItems keepsWatch={false} />
    </PortsProvider>,
  )
  await screen.findByText(/担当する対応事項はありません/)
  await expect.poll(() => listening.has(note)).toBe(true)

  answers[READ] = { status: 200, body: { items: [itemOf('いま書かれた用件')], next: null } }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  listening.get(note)?.()
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  expect(await screen.findByText('いま書かれた用件')).toBeDefined()
})
