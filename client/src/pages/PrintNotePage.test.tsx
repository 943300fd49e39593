import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { PrintNotePage } from './PrintNotePage.tsx'

const ID = fixedId('conference', 1)
const NOTE = fixedId('document', 1)
const not = { allowed: false, because: 'wrongRole' } as const
const conference: ConferenceDetail = {
  ...{ id: ID, case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' }, isInvited: true },
  ...{ title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'planned', basis: null },
  ...{ invitable: [], documentId: NOTE, noteRight: 'read', attendance: [], endedAt: null },
  can: { change: not, open: not, end: not, callOff: not, putBack: not, recordAttendance: not },
}

/** The clock of these tests stands at noon of 24 November. */
async function daysOn(shown: ConferenceDetail) {
  document.body.innerHTML = ''
  await drawScreen(
    <Routes location={`/conferences/${ID}`}>
      <Route path="/conferences/:conferenceId" element={<PrintNotePage />} />
    </Routes>,
    fakeServer({
      [`GET /api/conferences/${ID}`]: { status: 200, body: shown },
      'GET /api/session': { status: 200, body: { signedIn: null } },
    }),
  )
  const printed = await screen.findByText(/^印刷日/)
  return [...(printed.parentElement?.children ?? [])].map(({ textContent }) => textContent)
}

test('[CF8.3] 作成年月日 is the day of the end, whenever the sheet is printed, and before it that there is none yet', async () => {
  const endedAt = Date.parse('2026-11-10T01:30:00+09:00')
  const printed = '印刷日　令和8年11月24日'

  expect(await daysOn({ ...conference, state: 'ended', endedAt })).toEqual(['作成年月日　令和8年11月10日', printed])
  expect(await daysOn({ ...conference, state: 'open' })).toEqual(['作成年月日　会議の終了前', printed])
  expect(await daysOn({ ...conference, state: 'calledOff' })).toEqual([printed])
})

test('[CF8.4] at the end of the printed minutes stands in one line how far the audit trail is sealed', async () => {
  const at = Date.parse('2026-11-24T10:00:00+09:00')
  await daysOn({ ...conference, sealHead: { at, count: 1234, beginning: '0123456789abcdef' } })
  expect(screen.getByText(/^監査記録の封印\s1234:0123456789abcdef\s令和8年11月24日/)).toBeDefined()
})
