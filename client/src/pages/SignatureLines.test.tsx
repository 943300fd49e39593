import { screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { SignatureLines } from './SignatureLines.tsx'

const MAY = { allowed: true } as const

const conference: ConferenceDetail = {
  id: fixedId('conference', 1),
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  ...{ title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室B', state: 'ended', basis: null },
  attendance: [
    { memberId: fixedId('member', 1), name: 'Aさん', organisationName: '青波市（架空）', state: 'present' },
    { memberId: fixedId('member', 2), name: 'Bさん', organisationName: '寮（架空）', state: 'absent' },
  ],
  ...{ invitable: [], isInvited: true, documentId: null, endedAt: null, noteRight: 'none' },
  can: { change: MAY, open: MAY, end: MAY, callOff: MAY, putBack: MAY, recordAttendance: MAY },
}

const signers = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent)

test('[CF8.2] the person supported, the recorder and each organisation that takes part sign, in the language of the page', async () => {
  await drawScreen(<SignatureLines conference={conference} />)
  expect(signers()).toEqual(['対象者本人', '作成者', '参加機関青波市（架空）'])

  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(signers()).toEqual(['The person supported', 'Recorder', 'Organisation taking part青波市（架空）'])
})

test('[CF8.2] a study that names nobody has no line for the person, and where nobody was invited lines are left to fill in', async () => {
  await drawScreen(<SignatureLines conference={{ ...conference, meetingKind: 'anonymousStudy', attendance: [] }} />)
  expect(signers()).toEqual(['作成者', '参加機関', '参加機関'])
})
