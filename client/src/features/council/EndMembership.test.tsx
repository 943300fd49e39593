import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MEMBER_ACTS } from '#tests/support/memberActs.ts'
import { EndMembership } from './EndMembership.tsx'
import { MemberTable } from './MemberTable.tsx'
import { useMembers } from './useCouncil.ts'

const member: MemberView = { ...aMember(), organisationName: 'みなと市', hasAccount: true, loginName: null }
const ended = { ...member, until: '2026-11-23' as PlainDate }
const nothing = () => undefined
const list = (items: readonly object[]) => ({ status: 200, body: { items } })
const organisations = { 'GET /api/organisations': list([anOrganisation()]) }

/** The members, and the question that ends a term. */
function Members() {
  const [ending, setEnding] = useState<MemberView | null>(null)
  return (
    <>
      <MemberTable members={useMembers()} acts={{ ...MEMBER_ACTS, end: setEnding }} ownId={undefined} />
      {ending !== null && <EndMembership member={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

test.for([
  ['had no answer', undefined, /返事がありません/],
  [
    'was done by somebody else',
    { status: 409, body: { error: 'conflict', detail: { because: 'alreadyEnded' }, traceId: 'trc_1' } },
    /もう終わっています/,
  ],
] as const)('[UI2.41] after a change that %s the list shows by itself what became of it', async ([, answer, said]) => {
  const answers: Record<string, { status: number; body: unknown }> = {
    ...{ ...organisations, 'GET /api/members': list([member]) },
    ...(answer === undefined ? {} : { [`POST /api/members/${member.id}/ending`]: answer }),
  }
  await drawScreen(<Members />, fakeServer(answers))
  fireEvent.click(await screen.findByRole('button', { name: /^任期を終える/ }))
  await screen.findByRole('dialog')

  answers['GET /api/members'] = list([ended])
  fireEvent.click(screen.getByRole('button', { name: 'この日で終える' }))

  await screen.findByText(said)
  expect(await screen.findByText('終了')).toBeDefined()
})

test('[CL1.23] who ends the last coordinator’s membership is told before what stands still then, and not while another goes on', async () => {
  const other = { ...member, id: fixedId('member', 2), from: '2027-04-01' as PlainDate }
  const server = fakeServer({ ...organisations, 'GET /api/members': list([member, other]) })
  await drawScreen(<EndMembership member={member} onClose={nothing} />, server)
  const end = (day: string) =>
    fireEvent.change(screen.getByLabelText(/^いつまで|^終わる日|日/), { target: { value: day } })

  expect(await screen.findByText(/コーディネーターが一人もいない日ができます/)).toBeDefined()
  end('令和9年3月30日')
  expect(screen.getByText(/コーディネーターが一人もいない日ができます/)).toBeDefined()
  end('令和9年3月31日')
  expect(screen.queryByText(/コーディネーターが一人もいない日ができます/)).toBeNull()
})
