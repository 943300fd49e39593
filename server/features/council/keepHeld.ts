import { AppError } from '#shared/core/appError.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { leavesUnheld, type Seated } from '#shared/domain/roleHeld.ts'
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

/**
 * Makes a change in the running transaction. That who asks is there now is not enough: an end may lie ahead.
 *
 * Throws: `conflict` when it would leave nobody in one of the roles on a day, today or later, on which somebody would have been.
 */
export async function keepHeld<Value>(
  ports: CouncilPorts,
  roles: readonly NeededRole[],
  change: () => Promise<Value>,
): Promise<Value> {
  const today = dayInJapan(ports.clock.now())
  const before = await readSeated(ports)
  const value = await change()
  const after = await readSeated(ports)
  for (const role of roles) {
    if (leavesUnheld(role, { before, after }, today)) throw new AppError('conflict', { because: LAST_OF[role] })
  }
  return value
}
