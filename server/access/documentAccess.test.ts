import { expect, test } from 'vitest'
import type { ConferenceFacts, Subject } from '#shared/access/facts.ts'
import { later, type PlainDate, startOfDay } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import { aBasis, aCase, aMember, aTeamPlace, WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
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

function accessFor(given: Partial<Member>, owner: DocumentOwner | null = noteOf(noteFacts()), now = hourOf(TODAY, 12)) {
  const { id, ...member } = aMember({ id: ASKER, organisationId: HOSPITAL, ...given })
  const subject: Subject = { ...member, memberId: id, organisationIsMember: true }
  return documentAccess({
    findSeat: async (memberId) =>
      memberId === ASKER ? { subject, name: 'Dさん', organisationName: '見本病院' } : null,
    findOwner: async (documentId) => (documentId === NOTE ? owner : null),
    clock: { now: () => now },
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

test('[CS3.9] on a consent by word somebody is let in until the day is over by which its sheet has to come, and is out then; once that is registered, until the end of its term', async () => {
  const consent = { ...WRITTEN_CONSENT, way: 'spoken', on: TODAY, paperBy: inDays(14) } as const
  const over = startOfDay(inDays(15))
  const judged = async (paperOn: { readonly paperOn?: PlainDate }, now = hourOf(TODAY, 12)) => {
    const bases = [aBasis({ until: inDays(90), consent: { ...consent, ...paperOn } })]
    const verdict = await accessFor({ role: 'staff' }, noteOf(noteFacts({ bases })), now).judge(ASKER, NOTE)
    return verdict.right === 'edit' ? verdict.validUntil : verdict.right
  }

  expect([await judged({}), await judged({}, later(over, -1)), await judged({}, over)]).toEqual([over, over, 'none'])
  const kept = { paperOn: inDays(3) }
  expect([await judged(kept), await judged(kept, over)]).toEqual([startOfDay(inDays(91)), startOfDay(inDays(91))])
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
