import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { ConferenceFacts } from './ConferenceFacts.tsx'

const MAY = { allowed: true } as const
const conference: ConferenceDetail = {
  ...{ id: fixedId('conference', 1), case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' } },
  ...{ title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'planned', isInvited: true },
  ...{ basis: null, attendance: [], invitable: [], documentId: null, endedAt: null, noteRight: 'none' },
  can: { change: MAY, open: MAY, end: MAY, callOff: MAY, putBack: MAY, recordAttendance: MAY },
}

test('[CF1.18] of the basis it is said who tells whom, how long and when it was recorded, and to whoever may not know its kind alone', async () => {
  const parties = {
    ...{ discloserName: '定着支援センター', recipientNames: ['福祉課', '病院'] },
    ...{ from: TODAY, until: inDays(20), recordedOn: inDays(-1) },
  }
  const lineOf = async (basis: ConferenceDetail['basis']) => {
    await drawScreen(<ConferenceFacts conference={{ ...conference, basis }} leadsToCase={false} />)
    return (await screen.findByText(/^本人の同意/)).closest('dd')?.textContent
  }
  const kind = { id: fixedId('basis', 1), kind: 'consent', isOver: false } as const

  expect(await lineOf({ ...kind, parties: null })).toBe('本人の同意')
  document.body.innerHTML = ''
  expect(await lineOf({ ...kind, parties })).toMatch(
    /定着支援センター → 福祉課、病院.*令和8年12月4日.*令和8年12月24日.*令和8年12月3日に記録/,
  )
})
