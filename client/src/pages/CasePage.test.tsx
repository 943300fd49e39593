import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import type { CaseDetail } from '#shared/api/cases.ts'
import { NEED_CATEGORIES } from '#shared/domain/informationCategory.ts'
import type { Role } from '#shared/domain/member.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { CasePage } from './CasePage.tsx'

const CITY = anOrganisation()
const ID = fixedId('case', 1)
const not = { allowed: false, because: 'wrongRole' } as const
const theCase: CaseDetail = {
  ...{ id: ID, number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{
    leadOrganisation: CITY,
    state: 'supporting',
    missing: [],
    openedOn: TODAY,
    conferences: [],
    team: [],
    bases: [],
  },
  can: {
    readTeam: not,
    seeNeeds: NEED_CATEGORIES,
    change: not,
    recordBasis: not,
    changeTeam: not,
    takeAway: not,
    readTrail: not,
    callConference: not,
  },
}
const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })

/** The page of a case of which this member reads no note. */
async function draw(role: Role, shown: Partial<CaseDetail> = {}): Promise<void> {
  const member = { ...aMember({ role }), organisationName: CITY.name, hasAccount: true }
  const session = {
    signedIn: { member, endsAt: Date.parse('2026-12-24T05:00:00Z') },
    ...{ council: { name: '協議会', isDemo: false, needsSetUp: false }, mode: 'trial', csrfToken: 'token' },
  }
  await drawScreen(
    <Routes location={`/cases/${ID}`}>
      <Route path="/cases/:caseId" element={<CasePage />} />
    </Routes>,
    fakeServer({
      'GET /api/session': { status: 200, body: session },
      [`GET /api/cases/${ID}`]: { status: 200, body: { ...theCase, ...shown } },
      [`GET /api/cases/${ID}/note-rows`]: list([]),
      'GET /api/organisations': list([CITY]),
      'GET /api/members': list([member]),
    }),
  )
  await screen.findByRole('heading', { level: 1 })
}

test('[CS7.3] a volunteer, who reads no note, is not told that nothing was decided; who reads some is told what they see', async () => {
  await draw('volunteer')
  expect(screen.queryByRole('heading', { name: '決定事項と対応事項' })).toBeNull()

  await draw('adviser')
  await screen.findByText('ここに出せる決定事項と対応事項はありません')
  expect(screen.getByText(/あなたが読める会議メモのものだけが出ます/)).toBeDefined()
})

test('[AC6.51] the way to who saw a case is there for whoever may go it, and for nobody else', async () => {
  await draw('coordinator', { can: { ...theCase.can, readTrail: { allowed: true } } })
  const way = await screen.findByRole('link', { name: '記録を見る' })
  expect(way.getAttribute('href')).toBe(`/cases/${ID}/trail`)

  await draw('staff')
  expect(screen.queryByText('このケースを見た人・変えた人')).toBeNull()
})

test('[CS1.8] a case that lacks only its area does not say that nothing is shared; one without a basis says so', async () => {
  await draw('coordinator', { missing: ['area'] })
  await screen.findByText('未整備が1件あります')
  expect(screen.queryByText(/何も共有されません/)).toBeNull()
  expect(screen.getByText(/ほかの機関にも共有されています/)).toBeDefined()

  await draw('coordinator', { missing: ['area', 'basis'] })
  await screen.findByText('未整備が2件あります')
  expect(screen.getByText(/情報共有の根拠が整うまで、ほかの機関には何も共有されません/)).toBeDefined()
})

test('[CS1.8] the step that would put in order what is missing is told to whoever may take it, and to nobody else', async () => {
  const missing = ['area', 'basis'] as const
  await draw('volunteer', { missing })
  await screen.findByText('未整備が2件あります')
  expect(screen.queryByText(/「概要を変更する」で/)).toBeNull()
  expect(screen.queryByText(/下の「情報共有の根拠」で/)).toBeNull()

  await draw('coordinator', { missing, can: { ...theCase.can, change: { allowed: true } } })
  expect(await screen.findByText(/「概要を変更する」で/)).toBeDefined()
})
