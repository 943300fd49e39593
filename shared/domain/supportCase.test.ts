import { expect, test } from 'vitest'
import { plainDate } from '#shared/core/time.ts'
import { aCase, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { caseNumber, missingMarks } from './supportCase.ts'

test('[CS1.1] a case is numbered within its fiscal year, which turns on the first of April', () => {
  const [march, april] = [plainDate('2027-03-31'), plainDate('2027-04-01')]
  if (march === null || april === null) throw new Error('real days')

  expect([caseNumber(TODAY, 14), caseNumber(march, 114), caseNumber(april, 1)]).toEqual([
    'R08-014',
    'R08-114',
    'R09-001',
  ])
})

test('[CS1.2] what a new case lacks is marked 未整備 until it is filled in', () => {
  const fresh = aCase({ needs: [], areaCode: null, team: [aTeamPlace()] })
  const filled = aCase({
    needs: ['housing'],
    areaCode: '131016',
    team: [aTeamPlace(), aTeamPlace({ organisationId: fixedId('organisation', 2), from: inDays(-1) })],
  })

  expect(missingMarks(fresh, 0, TODAY)).toEqual(['area', 'basis', 'team', 'needs'])
  expect(missingMarks(filled, 1, TODAY)).toEqual([])
})

test('[CS1.6] whose place on the team is over fills none, and a case that is over is told of nothing that it lacks', () => {
  const left = aTeamPlace({ organisationId: fixedId('organisation', 2), until: inDays(-1) })
  const leaving = aTeamPlace({ organisationId: fixedId('organisation', 2), until: TODAY })
  const given = { areaCode: '131016', needs: ['housing'] } as const

  expect(missingMarks(aCase({ ...given, team: [aTeamPlace(), left] }), 1, TODAY)).toEqual(['team'])
  expect(missingMarks(aCase({ ...given, team: [aTeamPlace(), leaving] }), 1, TODAY)).toEqual([])
  expect(missingMarks(aCase({ team: [], state: 'declined' }), 0, TODAY)).toEqual([])
})
