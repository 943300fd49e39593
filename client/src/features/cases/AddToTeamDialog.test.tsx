import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { useList } from '#client/platform/useList.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { AddToTeamDialog } from './AddToTeamDialog.tsx'

const CASE = fixedId('case', 1)
const ORGANISATION = anOrganisation()

const theCase: CaseDetail = {
  ...{ id: CASE, number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null, state: 'intake' },
  ...{ leadOrganisation: ORGANISATION, missing: [], openedOn: TODAY, team: [], bases: [], conferences: [] },
  can: MAY_ALL,
}
const PERSON = { ...aMember(), organisationName: ORGANISATION.name, hasAccount: true, loginName: null }

/** The dialog, and the news that a membership has ended meanwhile. */
function WithNews() {
  const [members, setMembers] = useState([PERSON])
  return (
    <>
      <button type="button" data-testid="news" onClick={() => setMembers([])} />
      <AddToTeamDialog theCase={theCase} organisations={[ORGANISATION]} members={members} onClose={() => undefined} />
    </>
  )
}

const choose = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const submit = () => fireEvent.click(screen.getByRole('button', { name: '加える' }))

test('[UI2.17] a person whose membership ends in the open form is not taken for the whole organisation', async () => {
  const server = fakeServer({ [`POST /api/cases/${CASE}/team`]: { status: 201, body: theCase } })
  await drawScreen(<WithNews />, server)
  choose(/^機関/, ORGANISATION.id)
  choose(/^担当者/, PERSON.id)
  fireEvent.click(screen.getByTestId('news'))

  submit()
  await screen.findByText(/任期が終わった/)
  expect(screen.getByLabelText<HTMLSelectElement>(/^担当者/).selectedOptions[0]?.text).toBe('選択してください')
  expect(server.sent).toEqual([])

  fireEvent.change(screen.getByLabelText(/^担当者/), { target: { value: 'everyMember' } })
  submit()
  await expect.poll(() => server.sent.length).toBe(1)
  expect(server.sent[0]?.body).toMatchObject({ organisationId: ORGANISATION.id, memberId: null })
})

const OTHER = anOrganisation({ id: fixedId('organisation', 2), name: 'みなと寮' })

test('[UI2.35] what does not go together is not sent: a person of another organisation, an end before the beginning, nothing to tell', async () => {
  const server = fakeServer({ [`POST /api/cases/${CASE}/team`]: { status: 201, body: theCase } })
  const organisations = [ORGANISATION, OTHER]
  await drawScreen(
    <AddToTeamDialog {...{ theCase, organisations }} members={[PERSON]} onClose={() => undefined} />,
    server,
  )
  const until = (value: string) => fireEvent.change(screen.getByLabelText(/^いつまで/), { target: { value } })
  choose(/^機関/, ORGANISATION.id)
  choose(/^担当者/, PERSON.id)
  choose(/^機関/, OTHER.id)
  until('平成1年2月1日')
  submit()
  await screen.findByText(/「いつから」と同じ日か/)
  until('')
  fireEvent.click(screen.getByLabelText(/^基本/))
  submit()
  await screen.findByText(/1つ以上/)
  expect(server.sent).toEqual([])

  fireEvent.click(screen.getByLabelText(/^基本/))
  submit()
  await expect.poll(() => server.sent.length).toBe(1)
  expect(server.sent[0]?.body).toMatchObject({ organisationId: OTHER.id, memberId: null, until: null })
})

test('[UI2.17] whose membership is over is not offered', async () => {
  const left = { ...PERSON, id: fixedId('member', 2), name: '去った人', until: '2026-11-23' as PlainDate }
  const last = { ...PERSON, id: fixedId('member', 3), name: '今日までの人', until: '2026-11-24' as PlainDate }
  await drawScreen(
    <AddToTeamDialog
      {...{ theCase }}
      organisations={[ORGANISATION]}
      members={[PERSON, left, last]}
      onClose={() => undefined}
    />,
  )
  choose(/^機関/, ORGANISATION.id)

  const people = [...screen.getByLabelText<HTMLSelectElement>(/^担当者/).options].map(({ text }) => text)
  expect(people.slice(1)).toEqual([PERSON.name, '今日までの人'])
})

/** The dialog over the members as the server lists them. */
function WithList() {
  const members = useList<typeof PERSON>({ key: ['members'], path: '/api/members' })
  return (
    <AddToTeamDialog theCase={theCase} organisations={[ORGANISATION]} members={members} onClose={() => undefined} />
  )
}

test('[CL1.21] [UI2.41] whose membership the server says is over is marked at the field, and offered no more', async () => {
  const body = { error: 'conflict', detail: { because: 'membershipOver' }, traceId: 'trc_1' }
  const answers: Record<string, { status: number; body: unknown }> = {
    [`POST /api/cases/${CASE}/team`]: { status: 409, body },
    'GET /api/members': { status: 200, body: { items: [PERSON] } },
  }
  await drawScreen(<WithList />, fakeServer(answers))
  await screen.findByLabelText(/^機関/)
  choose(/^機関/, ORGANISATION.id)
  choose(/^担当者/, PERSON.id)
  answers['GET /api/members'] = { status: 200, body: { items: [{ ...PERSON, until: '2026-11-23' as PlainDate }] } }

  submit()

  expect((await screen.findByRole('alert')).textContent).toContain('この人の任期は終わっています')
  const person = screen.getByLabelText<HTMLSelectElement>(/^担当者/)
  await expect.poll(() => [...person.options].map(({ text }) => text)).not.toContain(PERSON.name)
  expect(person.getAttribute('aria-invalid')).toBe('true')
})
