import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { AuditPage, AuditRecordView } from '#shared/api/audit.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { LatestRecords } from './LatestRecords.tsx'

const [B, AT] = [fixedId('member', 2), Date.parse('2026-11-24T01:05:00Z')]

const record = (fields: Partial<AuditRecordView>): AuditRecordView => ({
  ...{ id: `${fields.kind} ${fields.at}`, at: AT, kind: 'accessRefused', by: B, objectIds: [], moreObjects: 0 },
  ...{ isRefused: false, because: null, changes: [] },
  ...fields,
})

/** What is found of the week from 18 November on. */
function answers(group: string, items: readonly AuditRecordView[], isAsSigned = true) {
  const body: AuditPage = {
    ...{ items, next: null, seal: { at: AT, count: 812, beginning: 'ab12', isAsSigned }, verified: null },
    things: { [B]: { kind: 'member', name: 'Lさん', organisationName: '地検' } },
  }
  return { [`GET /api/audit-records?from=2026-11-18&group=${group}`]: { status: 200, body } }
}

test('[AC6.30] the latest of the week’s refusals, of changed rights and of cases are there, five of each at most, and how far the trail is sealed', async () => {
  const refused = [0, 1, 2, 3, 4, 5].map((ago) =>
    record({ at: AT - ago * 60_000, isRefused: true, because: 'notOnTeam' }),
  )
  await drawScreen(
    <LatestRecords />,
    fakeServer({
      ...answers('refused', refused),
      ...answers('council', [record({ kind: 'memberSucceeded' })]),
      ...answers('changed', []),
    }),
  )

  const table = await screen.findByRole('table', { name: '断られた記録' })
  expect(within(table).getAllByText('Lさん（地検）')).toHaveLength(5)
  expect(screen.getAllByText(/までの記録は封印されています（812:ab12）/)).toHaveLength(1)
  const ofPeople = await screen.findByRole('table', { name: '協議会・構成員の記録' })
  expect(within(ofPeople).getByText('後任を迎えた')).toBeDefined()
  expect(await screen.findByText('この7日間に、新しい記録はありません。')).toBeDefined()
  const ways = screen.getAllByRole('link', { name: '監査記録を調べる' }).map((link) => link.getAttribute('href'))
  expect(new Set(ways)).toEqual(new Set(['/audit']))
})

test('[AC6.30] a trail that is not what was signed, and one that cannot be read, are said in words', async () => {
  await drawScreen(
    <LatestRecords />,
    fakeServer({ ...answers('refused', [], false), ...answers('council', []), ...answers('changed', []) }),
  )
  expect(await screen.findByText(/封印したときのものと違っています/)).toBeDefined()

  await drawScreen(<LatestRecords />)
  await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(3))
})
