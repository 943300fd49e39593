import type { Actor } from '#server/access/actor.ts'
import type { CaseFacts } from '#shared/access/facts.ts'
import type { InviteRequest, WithdrawInvitationsRequest } from '#shared/api/conferences.ts'
import { AppError } from '#shared/core/appError.ts'
import type { ConferenceId, MemberId } from '#shared/core/ids.ts'
import { ok } from '#shared/core/result.ts'
import { dayInJapan } from '#shared/core/time.ts'
import * as meeting from '#shared/domain/conference.ts'
import { chairChoice } from './chairChoice.ts'
import { changeConference } from './changeConference.ts'
import type { ConferencePorts } from './conferencePorts.ts'

/** Throws: `conflict` with `inviteeNotOnTeam` when one of them is today not of the case's team, or not of the council. */
export async function assertInvitable(
  { people, clock }: Pick<ConferencePorts, 'people' | 'clock'>,
  memberIds: readonly MemberId[],
  { team }: Pick<CaseFacts, 'team'>,
): Promise<void> {
  const from = { team, organisations: await people.listOrganisations() }
  const day = dayInJapan(clock.now())
  const members = await people.listMembers()
  const able = new Set(members.filter((member) => meeting.isInvitable(member, from, day)).map(({ id }) => id))
  if (memberIds.some((id) => !able.has(id))) throw new AppError('conflict', { because: 'inviteeNotOnTeam' })
}

/**
 * Asks members of the case's team to a conference that is called already. Whoever is on its list is not asked anew. Throws:
 * `notFound`; `forbidden`; as `chairChoice`; `conflict` with `inviteeNotOnTeam`.
 */
export const inviteMembers =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, { memberIds, chosenOn }: InviteRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.change',
        kind: 'membersInvited',
        memberIds: () => memberIds,
        // Only one of two endings at a time can be: the membership of somebody who is asked may be ending at this moment.
        within: ports.endings.endingRights,
        async make(conference, facts) {
          const newcomers = memberIds.filter((memberId) => !facts.inviteeIds.includes(memberId))
          await assertInvitable(ports, newcomers, facts)
          const chosen = await chairChoice(ports, conference, { on: chosenOn, memberIds: newcomers })
          return ok(meeting.invite(conference, newcomers, chosen))
        },
      },
    )

/**
 * Takes off the list whom somebody invited by mistake, unless something was noted of them. Observers and advisers lose the note
 * with it. Throws: `notFound`; `forbidden`.
 */
export const withdrawInvitations =
  (ports: ConferencePorts) =>
  (actor: Actor, id: ConferenceId, { memberIds }: WithdrawInvitationsRequest) =>
    changeConference(
      ports,
      { actor, id },
      {
        action: 'conference.change',
        kind: 'invitationsWithdrawn',
        memberIds: () => memberIds,
        within: ports.endings.endingRights,
        make: (conference) => ok(meeting.withdrawInvitations(conference, memberIds)),
      },
    )
