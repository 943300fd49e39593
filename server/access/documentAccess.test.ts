import { expect, test } from 'vitest'
import type { ConferenceFacts, Subject } from '#shared/access/facts.ts'
import { startOfDay } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import { aBasis, aCase, aMember, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, hourOf, inDays, TODAY } from '#shared/fixtures/days.ts'
import { type DocumentOwner, documentAccess } from './documentAccess.ts'

const HOSPITAL = fixedId('organisation', 2)
const NOTE = fixedId('document', 1)
const ASKER = fixedId('member', 2)

const noteFacts = (given: Partial<ConferenceFacts> = {}): ConferenceFacts => ({
  caseId: aCase().id,
  leadOrganisationId: aCase().leadOrganisationId,
  state: 'supporting',
  team: [aTeamPlace({ organisationId: HOSPITAL }), aTeamPlace({ organisationId: HOSPITAL, memberId: ASKER })],
  bases: [aBasis({ until: inDays(9) })],
  conferenceState: 'open',
  inviteeIds: [ASKER],
  absentIds: [],
  ...given,
})

const noteOf = (facts: ConferenceFacts): DocumentOwner => ({
  ...{ kind: 'conferenceNote', facts },
  ...{ conferenceId: fixedId('conference', 1), caseId: aCase().id, goesOnUntil: null, inRoomIds: [] },
})

function accessFor(given: Partial<Member>, owner: DocumentOwner | null = noteOf(noteFacts())) {
  const { id, ...member } = aMember({ id: ASKER, organisationId: HOSPITAL, ...given })
  const subject: Subject = { ...member, memberId: id, organisationIsMember: true }
  return documentAccess({
    findSeat: async (memberId) =>
      memberId === ASKER ? { subject, name: 'Dさん', organisationName: '見本病院' } : null,
    findOwner: async (documentId) => (documentId === NOTE ? owner : null),
    clock: { now: () => hourOf(TODAY, 12) },
  })
}

test('[AC2.7] whoever may write a note is let in under the name the council knows, until the first of their rights ends', async () => {
  const verdict = await accessFor({ role: 'staff' }).judge(ASKER, NOTE)

  expect(verdict).toEqual({
    right: 'edit',
    validUntil: startOfDay(inDays(10)),
    member: { name: 'Dさん', organisationName: '見本病院', role: 'staff' },
  })
})

test('[AC2.7] a reader is told that they may read; everybody else that there is no such document', async () => {
  const rightOf = async (given: Partial<Member>, owner?: DocumentOwner | null) =>
    (await accessFor(given, owner).judge(ASKER, NOTE)).right

  expect(await rightOf({ role: 'adviser' })).toBe('read')
  expect(await rightOf({ role: 'administrator' })).toBe('none')
  expect(await rightOf({ role: 'staff', organisationId: fixedId('organisation', 9) })).toBe('none')
  expect(await rightOf({ role: 'staff' }, null)).toBe('none')
  expect((await accessFor({ role: 'staff' }).judge(fixedId('member', 7), NOTE)).right).toBe('none')
})
