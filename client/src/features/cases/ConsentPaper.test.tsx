import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { BasisView } from '#shared/api/cases.ts'
import { addDays, dayInJapan } from '#shared/core/time.ts'
import { anOrganisation, WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { stillClock } from '#tests/support/stillClock.ts'
import { ConsentLine, KeepConsentPaper } from './ConsentPaper.tsx'

const today = dayInJapan(stillClock.now())
const BODY = anOrganisation()
const basisOf = (consent: BasisView['consent'], state: BasisView['state'] = 'current'): BasisView => ({
  ...{ id: fixedId('basis', 1), kind: 'consent', discloser: BODY, recipients: [BODY], categories: ['basic'] },
  ...{ from: today, until: null, endedOn: null, recorded: null, state, consent },
})
const SPOKEN = { ...WRITTEN_CONSENT, way: 'spoken', on: today, paperBy: addDays(today, 14) } as const

const draw = async (basis: BasisView, server = fakeServer({})) => {
  await drawScreen(
    <>
      <ConsentLine basis={basis} />
      <KeepConsentPaper basis={basis} />
    </>,
    server,
  )
  return server
}

test('[CS3.7] beside a consent stands how, when and to what end it was given', async () => {
  await draw(basisOf(WRITTEN_CONSENT))

  await screen.findByText(/日の同意書$/)
  screen.getByText('目的：支援の検討と調整のため')
  expect(screen.queryByRole('button')).toBeNull()
})

test('[CS3.6] [CS3.10] beside one by word stands until when its sheet has to come, and it is registered there', async () => {
  const line = `POST /api/bases/${fixedId('basis', 1)}/consent-paper`
  const server = await draw(basisOf(SPOKEN), fakeServer({ [line]: { status: 200, body: {} } }))
  await screen.findByText('同意書の登録待ち')
  screen.getByText('令和8年12月8日まで有効')

  fireEvent.click(screen.getByRole('button', { name: new RegExp(`^同意書を登録する.*${BODY.name}`) }))
  await screen.findByText(new RegExp(`令和8年11月24日に口頭で同意し、${BODY.name}に伝えるもの`))
  const day = await screen.findByLabelText(/^同意書の日付/)
  fireEvent.change(day, { target: { value: '令和8年11月23日' } })
  fireEvent.submit(screen.getByRole('form'))
  await screen.findByText(/口頭で同意した日より前/)
  fireEvent.change(day, { target: { value: '令和8年11月24日' } })
  fireEvent.submit(screen.getByRole('form'))

  await screen.findByText('署名した同意書を登録しました。')
  expect(server.sent).toEqual([{ line, body: { on: today } }])
})

test('[CS3.6] of one that ended without its sheet that is said, and nothing can be registered', async () => {
  await draw(basisOf(SPOKEN, 'expired'))

  await screen.findByText('同意書が令和8年12月8日までに登録されなかったため、終わりました。')
  expect(screen.queryByRole('button')).toBeNull()
})

test('[CS3.8] of one whose term is over before its sheet had to come, the sheet is not said to have ended it', async () => {
  await draw({ ...basisOf(SPOKEN, 'expired'), until: addDays(today, 9) })
  await screen.findByText(/口頭で同意/)
  expect(screen.queryByText(/終わりました/)).toBeNull()

  await draw({ ...basisOf(SPOKEN), until: addDays(today, 9) })
  await screen.findByText('期限は令和8年12月8日')
})
