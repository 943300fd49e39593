import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { AttendanceState } from '#shared/domain/conferenceKind.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { useAttendanceLines } from './useAttendanceLines.ts'

const may = { allowed: true } as const
const person = (index: number, name: string, state: AttendanceState) => ({
  ...{ memberId: fixedId('member', index), name, organisationName: '青波市', state },
})
const conference: ConferenceDetail = {
  ...{ id: fixedId('conference', 1), case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' } },
  ...{ title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'ended', basis: null },
  ...{ invitable: [], isInvited: true, documentId: null, endedAt: null, noteRight: 'none', attendance: [] },
  can: { change: may, open: may, end: may, callOff: may, putBack: may, recordAttendance: may },
}

function Lines({ attendance, alsoPresent = '' }: Pick<ConferenceDetail, 'attendance' | 'alsoPresent'>) {
  const { present, absent, unknown } = useAttendanceLines({ ...conference, attendance, alsoPresent })
  return (
    <>
      <p data-testid="present">{present}</p>
      <p data-testid="absent">{absent}</p>
      <p data-testid="unknown">{unknown}</p>
    </>
  )
}

test('[CF2.6] the printed sheet names who was there, how, and who was not; of whom nothing was noted it says neither', async () => {
  const attendance = [
    person(1, 'Aさん', 'present'),
    person(2, 'Bさん', 'absent'),
    person(3, 'Cさん', 'invited'),
    person(4, 'Dさん', 'online'),
  ]
  await drawScreen(<Lines attendance={attendance} />)
  const [present, absent] = [screen.getByTestId('present').textContent, screen.getByTestId('absent').textContent]

  expect(present).toMatch(/Aさん.*Dさん.*オンライン/)
  expect(present).not.toMatch(/Bさん|Cさん/)
  expect(absent).toMatch(/^[^A-D]*Bさん$/)
})

test('[CF2.8] of whom nothing was noted the sheet says that, so that nobody is taken for there or away', async () => {
  const unknownOf = () => screen.getByTestId('unknown').textContent
  await drawScreen(<Lines attendance={[person(1, 'Aさん', 'present'), person(2, 'Cさん', 'invited')]} />)
  const withOne = unknownOf()
  await drawScreen(<Lines attendance={[person(1, 'Aさん', 'present')]} />)

  expect([withOne, unknownOf()]).toEqual(['青波市　Cさん', ''])
})

test('[CF5.4] who took part by telephone alone is among those present, as that', async () => {
  await drawScreen(<Lines attendance={[person(1, 'Aさん', 'present'), person(2, 'Bさん', 'telephone')]} />)

  expect(screen.getByTestId('present').textContent).toMatch(/Aさん.*Bさん（電話）/)
  expect(screen.getByTestId('absent').textContent).toBe('なし')
})

test('[CF5.5] who is on no list stands among those present, also where nobody else is', async () => {
  await drawScreen(<Lines attendance={[person(1, 'Aさん', 'present')]} alsoPresent="本人、母" />)
  const withOthers = screen.getByTestId('present').textContent
  await drawScreen(<Lines attendance={[]} alsoPresent="本人" />)

  expect([withOthers, screen.getByTestId('present').textContent]).toEqual(['青波市　Aさん、本人、母', '本人'])
})
