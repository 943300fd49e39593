import { AppError } from '#shared/core/appError.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { coversDay } from '#shared/domain/member.ts'
import { isCouncilMemberOn } from '#shared/domain/organisation.ts'
import type { CouncilPorts } from './councilPorts.ts'

/** Who administers the council when. */
interface Administration {
  readonly isThereOn: (day: PlainDate) => boolean
  /** The days on which somebody begins, or is there no more. */
  readonly turns: readonly PlainDate[]
}

async function readAdministration({ council, accounts }: CouncilPorts): Promise<Administration> {
  const organisations = new Map((await council.listOrganisations()).map((one) => [one.id, one]))
  const withAccount = await accounts.memberIds()
  const all = (await council.listMembers()).flatMap((member) => {
    const organisation = organisations.get(member.organisationId)
    const isOne = member.role === 'administrator' && withAccount.has(member.id) && organisation !== undefined
    return isOne ? [{ member, organisation }] : []
  })
  const turns = all.flatMap(({ member: { from, until }, organisation: { closedOn } }) => [
    ...[from, ...(until === null ? [] : [addDays(until, 1)])],
    ...(closedOn === null ? [] : [closedOn]),
  ])
  const isThereOn = (day: PlainDate): boolean =>
    all.some(({ member, organisation }) => coversDay(member, day) && isCouncilMemberOn(organisation, day))
  return { isThereOn, turns }
}

/**
 * Makes a change in the running transaction. An end may lie ahead, and so may the day on which another administrator begins: that
 * who asks is there now is not enough.
 *
 * Throws: `conflict` when it would leave nobody to administer the council on a day, today or later, on which somebody would have.
 */
export async function keepAdministered(ports: CouncilPorts, change: () => Promise<void>): Promise<void> {
  const today = dayInJapan(ports.clock.now())
  const before = await readAdministration(ports)
  await change()
  const after = await readAdministration(ports)
  const days = [today, ...before.turns, ...after.turns].filter((day) => day >= today)
  if (days.some((day) => before.isThereOn(day) && !after.isThereOn(day)))
    throw new AppError('conflict', { because: 'lastAdministrator' })
}
