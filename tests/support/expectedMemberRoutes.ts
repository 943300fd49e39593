import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import type { Expected } from './expectedTrailRoutes.ts'

type Audience = Pick<Expected, 'may' | 'told'>

/** The rows of the council's people, and of its 支援会議, whom everybody of it knows and an administrator keeps. */
export function expectedMemberRoutes(
  { everybody, administrator }: { readonly everybody: Audience; readonly administrator: Audience },
  password: string,
): { readonly [route: string]: Expected } {
  const onMember = (letter: string, step: string, body: object, status = 200): Expected => ({
    path: `/api/members/${demoMemberId(letter)}${step}`,
    ...{ body, status, ...administrator },
  })
  return {
    'get /api/members': { path: '/api/members', status: 200, ...everybody },
    'get /api/support-meetings': { path: '/api/support-meetings', status: 200, ...everybody },
    'put /api/support-meetings/:law': {
      path: '/api/support-meetings/socialWelfareAct106_6',
      body: { charter: 'みほん要綱', from: '2026-04-01', until: null, shown: null },
      ...{ status: 204, ...administrator },
    },
    'patch /api/members/:memberId': onMember('M', '', { name: 'Mさん', kana: 'えむさん' }),
    'patch /api/members/:memberId/post': onMember('M', '/post', { organisationId: demoOrganisationId('bar') }),
    'post /api/members/:memberId/account': onMember('M', '/account', { loginName: 'm-san', password }, 201),
    'post /api/members': {
      path: '/api/members',
      body: {
        ...{ name: 'Yさん', kana: 'わいさん', organisationId: demoOrganisationId('bar'), role: 'staff' },
        ...{ volunteerKind: null, from: '2026-04-01', account: null },
      },
      status: 201,
      ...administrator,
    },
    'post /api/members/:memberId/succession': onMember(
      'R',
      '/succession',
      { name: 'Wさん', kana: 'だぶりゅーさん', from: '2030-04-01', account: null, shown: null },
      201,
    ),
    'post /api/members/:memberId/succession/withdrawal': onMember(
      'R',
      '/succession/withdrawal',
      { successorId: demoMemberId('S'), until: null },
      409,
    ),
    ...expectedReappointments(administrator),
    'post /api/members/:memberId/return': onMember(
      'R',
      '/return',
      {
        ...{ organisationId: demoOrganisationId('bar'), role: 'staff', volunteerKind: null },
        ...{ from: '2030-04-01', until: null, shown: '2030-03-31' },
      },
      409,
    ),
    'post /api/members/:memberId/return/withdrawal': onMember(
      'R',
      '/return/withdrawal',
      { from: '2030-04-01', until: null },
      409,
    ),
    'post /api/members/:memberId/ending': onMember('S', '/ending', { on: '2030-03-31' }),
    'post /api/members/:memberId/restoration': onMember('S', '/restoration', { until: null, shown: '2030-03-31' }),
  }
}

const expectedReappointments = (administrator: Audience): { readonly [route: string]: Expected } => ({
  'post /api/members/reappointments': {
    path: '/api/members/reappointments',
    body: {
      ...{ until: '2032-03-31', offices: ['committee'] },
      members: [{ id: demoMemberId('R'), shown: '2030-03-31' }],
    },
    status: 200,
    ...administrator,
  },
  'post /api/members/reappointments/withdrawal': {
    path: '/api/members/reappointments/withdrawal',
    body: { until: '2032-03-31', members: [{ id: demoMemberId('R'), before: '2030-03-31', offices: [] }] },
    status: 200,
    ...administrator,
  },
})
