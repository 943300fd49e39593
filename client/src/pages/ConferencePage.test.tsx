import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ConferencePage } from './ConferencePage.tsx'

const ID = fixedId('conference', 1)
const not = { allowed: false, because: 'wrongRole' } as const
const conference: ConferenceDetail = {
  ...{ id: ID, case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' }, isInvited: true },
  ...{ title: '第1回', meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'planned', basis: null },
  ...{ invitable: [], documentId: null, endedAt: null, noteRight: 'none', attendance: [] },
  can: { change: not, open: not, end: not, callOff: not, putBack: not, recordAttendance: not },
}

/** The page of a conference as a member of the staff has it. */
async function draw(shown: ConferenceDetail) {
  const organisation = anOrganisation()
  const member = { ...aMember({ role: 'staff' }), organisationName: organisation.name, hasAccount: true }
  const session = {
    signedIn: { member, endsAt: Date.parse('2026-12-24T05:00:00Z') },
    ...{ council: { name: '協議会', isDemo: false, needsSetUp: false }, mode: 'trial', csrfToken: 'token' },
  }
  await drawScreen(
    <Routes location={`/conferences/${ID}`}>
      <Route path="/conferences/:conferenceId" element={<ConferencePage />} />
    </Routes>,
    fakeServer({
      'GET /api/session': { status: 200, body: session },
      [`GET /api/conferences/${ID}`]: { status: 200, body: shown },
      'GET /api/trails-to-confirm': { status: 200, body: { items: [], next: null } },
    }),
  )
}

test('[CF2.10] to whom a note is closed it is said what opens it, and not to wait for the beginning of the conference', async () => {
  await draw(conference)
  const why = (await screen.findByText(/情報共有の根拠がありません/)).textContent

  expect(why).toMatch(/受け取る機関.*コーディネーターに頼んで/)
  expect(why).not.toContain('開かれていない')
})

test.each([
  ['open', /1秒ほどで新しくなります/],
  ['ended', /文言を仕上げたときだけ、新しくなります/],
  ['calledOff', /書き足されることはありません/],
] as const)(
  '[CF2.11] whoever reads the note of a conference that is %s is told truly when it is renewed',
  async (state, said) => {
    await draw({ ...conference, state, documentId: fixedId('document', 1), noteRight: 'read' })
    const read = await screen.findByText(/抄本が表示されています/)

    expect(read.parentElement?.textContent).toMatch(said)
    expect(read.parentElement?.textContent?.includes('1秒')).toBe(state === 'open')
  },
)
