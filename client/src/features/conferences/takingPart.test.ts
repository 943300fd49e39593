import { expect, test } from 'vitest'
import type { AttendanceState } from '#shared/domain/conferenceKind.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { organisationsTakingPart } from './takingPart.ts'

const attendee = (organisationName: string, state: AttendanceState) => ({
  ...{ memberId: fixedId('member', 1), name: 'Aさん' },
  ...{ organisationName, state },
})

test('[CF8.2] an organisation takes part once, by whoever of it is not absent', () => {
  const attendance = [
    ...[attendee('市', 'present'), attendee('市', 'online'), attendee('寮', 'absent')],
    ...[attendee('病院', 'invited'), attendee('法人', 'absent'), attendee('法人', 'deputy')],
  ]
  expect(organisationsTakingPart({ attendance })).toEqual(['市', '病院', '法人'])
})
