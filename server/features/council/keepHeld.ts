import { AppError } from '#shared/core/appError.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isRoleHeldOn, type Seated } from '#shared/domain/roleHeld.ts'
import type { CouncilPorts } from './councilPorts.ts'

/** The roles without which a council stands still, and what is said when nobody would be left in one. */
const LAST_OF = { administrator: 'lastAdministrator', coordinator: 'lastCoordinator' } as const
export type NeededRole = keyof typeof LAST_OF

async function readSeated({ council, accounts }: CouncilPorts): Promise<Seated> {
  const organisations = await council.listOrganisations()
  const withAccount = await accounts.memberIds()
  const members = (await council.listMembers()).map((member) => ({ ...member, hasAccount: withAccount.has(member.id) }))
  return { members, organisations }
}

/** The days on which somebody in a role begins, or is there no more. */
function turnsOf({ members, organisations }: Seated, role: NeededRole): readonly PlainDate[] {
  const terms = members.filter((member) => member.role === role)
  return [
    ...terms.flatMap(({ from, until }) => (until === null ? [from] : [from, addDays(until, 1)])),
    ...organisations.flatMap(({ closedOn }) => (closedOn === null ? [] : [closedOn])),
  ]
}

/**
 * Makes a change in the running transaction. An end may lie ahead, and so may the day on which another begins: that who asks is
 * there now is not enough.
 *
 * Throws: `conflict` when it would leave nobody in one of the roles on a day, today or later, on which somebody would have been.
 */
export async function keepHeld(
  ports: CouncilPorts,
  roles: readonly NeededRole[],
  change: () => Promise<void>,
): Promise<void> {
  const today = dayInJapan(ports.clock.now())
  const before = await readSeated(ports)
  await change()
  const after = await readSeated(ports)
  for (const role of roles) {
    const days = [today, ...turnsOf(before, role), ...turnsOf(after, role)].filter((day) => day >= today)
    if (days.some((day) => isRoleHeldOn(role, before, day) && !isRoleHeldOn(role, after, day)))
      throw new AppError('conflict', { because: LAST_OF[role] })
  }
}
