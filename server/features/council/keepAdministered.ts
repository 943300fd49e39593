import { AppError } from '#shared/core/appError.ts'
import type { CouncilPorts } from './councilPorts.ts'

/** True while somebody administers the council whose membership, and whose organisation's, has no end set. */
async function isAdministered({ council, accounts }: CouncilPorts): Promise<boolean> {
  const organisations = await council.listOrganisations()
  const staying = new Set(
    organisations.filter(({ isMember, closedOn }) => isMember && closedOn === null).map(({ id }) => id),
  )
  const withAccount = await accounts.memberIds()
  return (await council.listMembers()).some(
    ({ id, role, until, organisationId }) =>
      role === 'administrator' && until === null && staying.has(organisationId) && withAccount.has(id),
  )
}

/**
 * Makes a change in the running transaction. An end may lie ahead, so that who asks being there now is not enough.
 *
 * Throws: `conflict` when it would leave nobody who goes on administering the council.
 */
export async function keepAdministered(ports: CouncilPorts, change: () => Promise<void>): Promise<void> {
  const was = await isAdministered(ports)
  await change()
  if (was && !(await isAdministered(ports))) throw new AppError('conflict', { because: 'lastAdministrator' })
}
