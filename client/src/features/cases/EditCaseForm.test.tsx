import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { isFilledIn } from '#client/ui/filledIn.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import { anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { EditCaseForm } from './EditCaseForm.tsx'

const CASE = fixedId('case', 1)

const theCase: CaseDetail = {
  ...{ id: CASE, number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null, state: 'intake' },
  ...{ leadOrganisation: { id: fixedId('organisation', 1), name: '青波市（架空）' }, missing: [], openedOn: TODAY },
  ...{ team: [], bases: [], conferences: [] },
  can: MAY_ALL,
}

test.for([
  ['やまなみ', '元に戻しました。', ['やまなみ', 'みずうみ']],
  ['うみかぜ', 'その後ほかの人が変えたため、元に戻していません。', ['やまなみ']],
] as const)('[CF1.5] a name that is %s by now: %s', async ([now, said, names]) => {
  const server = fakeServer({
    [`PATCH /api/cases/${CASE}`]: { status: 200, body: { ...theCase, callName: 'やまなみ' } },
    [`GET /api/cases/${CASE}`]: { status: 200, body: { ...theCase, callName: now } },
  })
  await drawScreen(<EditCaseForm theCase={theCase} organisations={[]} />, server)

  fireEvent.change(screen.getByLabelText(/呼び名/), { target: { value: 'やまなみ' } })
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await screen.findByText(said)

  expect(server.sent.filter(({ line }) => line.startsWith('PATCH')).map(({ body }) => body)).toEqual(
    names.map((callName, turn) => ({ callName, shown: { callName: [theCase.callName, 'やまなみ'][turn] } })),
  )
})

test('[UI2.17] a lead organisation that left the council, and an area that has no name there, stand in the form as they are', async () => {
  const organisations = [anOrganisation({ id: fixedId('organisation', 2), name: 'なぎさ会' })]
  const server = fakeServer({ [`PATCH /api/cases/${CASE}`]: { status: 200, body: theCase } })
  await drawScreen(<EditCaseForm theCase={{ ...theCase, areaCode: '132012' }} organisations={organisations} />, server)
  const chosen = (label: RegExp) => screen.getByLabelText<HTMLSelectElement>(label).selectedOptions[0]?.text

  expect([chosen(/^主担当機関/), chosen(/^地域|^市町村/)]).toEqual(['青波市（架空）', '132012'])

  fireEvent.change(screen.getByLabelText(/^主担当機関/), { target: { value: fixedId('organisation', 2) } })
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  await expect
    .poll(() => server.sent[0]?.body)
    .toEqual({
      leadOrganisationId: fixedId('organisation', 2),
      shown: { leadOrganisationId: theCase.leadOrganisation.id },
    })
})

test('[CS1.9] where the council has no area to choose, the form says what makes one', async () => {
  await drawScreen(
    <EditCaseForm theCase={theCase} organisations={[anOrganisation({ kinds: ['other'], areaCode: null })]} />,
  )
  const area = screen.getByLabelText<HTMLSelectElement>(/^地域/)

  expect([...area.options].map(({ text }) => text)).toEqual(['未設定'])
  expect(screen.getByText(/まだ選べる地域がありません。管理者か事務局に/)).toBeDefined()

  await drawScreen(<EditCaseForm theCase={theCase} organisations={[anOrganisation({ areaCode: '132012' })]} />)
  expect(screen.queryByText(/まだ選べる地域がありません/)).toBeNull()
})

/** The form, and the news that somebody else has changed the case meanwhile. */
function WithNews() {
  const [shown, setShown] = useState(theCase)
  return (
    <>
      <button
        type="button"
        data-testid="news"
        onClick={() => setShown({ ...theCase, callName: 'うみかぜ', state: 'supporting' })}
      />
      <EditCaseForm theCase={shown} organisations={[]} />
    </>
  )
}

test('[CS1.5] what somebody else changed while the form was open is shown where it was left alone, and said where it was not', async () => {
  const server = fakeServer({ [`PATCH /api/cases/${CASE}`]: { status: 200, body: theCase } })
  await drawScreen(<WithNews />, server)
  fireEvent.change(screen.getByLabelText(/呼び名/), { target: { value: 'やまなみ' } })
  expect(screen.queryByText(/ほかの人が、いま変えた/)).toBeNull()
  fireEvent.click(screen.getByTestId('news'))

  await screen.findByText(/^呼び名：保存すると/)
  const callName = screen.getByLabelText<HTMLInputElement>(/呼び名/)
  expect(callName.value).toBe('やまなみ')
  fireEvent.change(callName, { target: { value: 'やまなみ２' } })
  expect(screen.getByText(/^呼び名：保存すると/)).toBeDefined()
  expect(screen.getByLabelText<HTMLSelectElement>(/^状態/).value).toBe('supporting')
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  await expect.poll(() => server.sent[0]?.body).toEqual({ callName: 'やまなみ２', shown: { callName: 'うみかぜ' } })
})

test('[UI2.12] [UI2.13] what was not changed asks for nothing, what was is sent once, and then leaving asks nothing', async () => {
  const server = fakeServer({ [`PATCH /api/cases/${CASE}`]: { status: 200, body: theCase } })
  await drawScreen(<EditCaseForm theCase={theCase} organisations={[]} />, server)
  const save = () => fireEvent.submit(screen.getByRole('form'))
  save()
  await drawScreen(<EditCaseForm theCase={theCase} organisations={[]} />, server)
  expect(server.sent).toEqual([])

  fireEvent.change(screen.getByLabelText(/呼び名/), { target: { value: 'やまなみ' } })
  expect(isFilledIn()).toBe(true)
  save()
  await screen.findByText('保存しました。')
  save()
  await screen.findByRole('button', { name: /お待ちください/ })
  expect([isFilledIn(), server.sent.length]).toEqual([false, 1])
})

test('[UI2.4] another lead is offered to nobody who may not change the team', async () => {
  const can = { ...theCase.can, changeTeam: { allowed: false, because: 'wrongRole' } } as const
  await drawScreen(<EditCaseForm theCase={{ ...theCase, can }} organisations={[]} />)
  expect(screen.queryByLabelText(/^主担当機関/)).toBeNull()
})

test('[AC2.15] whoever sees some needs only is offered those, and saves another fact without choosing one', async () => {
  const server = fakeServer({ [`PATCH /api/cases/${CASE}`]: { status: 200, body: theCase } })
  const inPart: CaseDetail = { ...theCase, needs: [], can: { ...theCase.can, seeNeeds: ['housing'] } }
  await drawScreen(<EditCaseForm theCase={inPart} organisations={[]} />, server)

  expect(screen.getAllByRole('checkbox')).toHaveLength(1)
  expect(screen.getByText('あなたに共有されている項目の分野だけです。')).toBeDefined()

  fireEvent.change(screen.getByLabelText(/呼び名/), { target: { value: 'やまなみ' } })
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  await expect.poll(() => server.sent.length).toBe(1)
})
