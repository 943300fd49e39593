import { expect, test } from 'vitest'
import { LONGEST } from '#client/platform/longest.ts'
import { OpenCaseRequest } from '#shared/api/cases.ts'
import { CallConferenceRequest } from '#shared/api/conferences.ts'
import { NewMemberRequest, NewOrganisationRequest } from '#shared/api/council.ts'

test('[UI2.3] a field takes as many characters as the server does, and no more', () => {
  const fields = [
    [OpenCaseRequest.shape.callName, LONGEST.callName],
    [CallConferenceRequest.shape.title, LONGEST.title],
    [CallConferenceRequest.shape.place, LONGEST.title],
    [NewMemberRequest.shape.name, LONGEST.personName],
    [NewMemberRequest.shape.kana, LONGEST.personName],
    [NewOrganisationRequest.shape.name, LONGEST.bodyName],
    [NewOrganisationRequest.shape.kana, LONGEST.bodyName],
    [NewOrganisationRequest.shape.shortName, LONGEST.shortName],
  ] as const
  const taken = fields.map(([field, longest]) =>
    [longest, longest + 1].map((length) => field.safeParse('あ'.repeat(length)).success),
  )
  expect(taken).toEqual(fields.map(() => [true, false]))
})
