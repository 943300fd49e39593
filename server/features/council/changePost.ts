import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { ChangePostRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type Instant, type PlainDate } from '#shared/core/time.ts'
import {
  type Appointment,
  CASE_ROLES,
  type FormerSeat,
  hasRightKind,
  isOverBy,
  type Member,
  organisationOn,
  type Role,
} from '#shared/domain/member.ts'
import { isCouncilMemberOn } from '#shared/domain/organisation.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'

/**
 * Moves a member to another organisation, role or offices (人事異動) and leaves the rest; they keep their sign-in, what they may see is
 * judged anew at once, and what was before `since` goes on to show the organisation they came from. With a move, and with a role that
 * sees no case, their own places on teams end: coming back brings none of them back.
 *
 * Throws: `notFound`; `invalidInput` for a post that cannot be; `conflict` when the membership is over, when the other organisation has
 * closed, when another has changed the same meanwhile, for one's own role, when it would take oneself out of the council, and
 * when nobody would be left to administer or to coordinate.
 */
export const changePost =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, change: ChangePostRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())

    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const today = dayInJapan(ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const next = seated(movedTo(member, change, today), member, ports.clock.now())
      const isMove = next.organisationId !== member.organisationId
      if (isMove) await assertNotClosed(ports.council, next.organisationId, today)
      if (id === actor.memberId) await assertStays(ports, next, member.role)
      await keepHeld(ports, ['administrator', 'coordinator'], () => ports.council.saveMember(next))
      if (losesPlaces(member, next))
        await ports.teamPlaces.endOwn(id, [member.organisationId, next.organisationId], actor.memberId)
      const changes = changesIn(['organisationId', 'role', 'volunteerKind', 'offices', 'formerSeats'], member, next)
      await ports.audit.append({ kind: 'memberMoved', by: actor.memberId, objectIds: [id], changes })
      return next
    })
  }

/** Whoever moves takes no place along, nor does one wait in a case for whoever sees none any more: it would open it with the next role. */
const losesPlaces = (before: Member, next: Member): boolean =>
  next.organisationId !== before.organisationId || !CASE_ROLES.includes(next.role)

/** Another role or organisation is another seat, and it is kept when it was given. */
const seated = (moved: Member, before: Member, at: Instant): Member =>
  moved.role === before.role && moved.organisationId === before.organisationId ? moved : { ...moved, seatedAt: at }

/** Throws: `conflict` where somebody would give themself another role, or take themself out of the council. */
async function assertStays({ council, clock }: CouncilPorts, next: Member, role: Role): Promise<void> {
  if (next.role !== role) throw new AppError('conflict', { because: 'ownRole' })
  const organisation = await council.findOrganisation(next.organisationId)
  const stays = organisation !== null && isCouncilMemberOn(organisation, dayInJapan(clock.now()))
  if (!stays) throw new AppError('conflict', { because: 'ownOrganisation' })
}

/** Where somebody sat before; a seat that was a mistake from their first day on was none, but those of an earlier term stay. */
function seatsBefore(member: Member, since: PlainDate): readonly FormerSeat[] {
  const { formerSeats = [] } = member
  const until = addDays(since, -1)
  const earlier = formerSeats.filter((seat) => seat.until < until || seat.until < member.from)
  const last = earlier.at(-1)
  const begun = last === undefined ? member.from : addDays(last.until, 1)
  return until < begun ? earlier : [...earlier, { organisationId: organisationOn(member, until), until }]
}

const isSame =
  (one: Appointment) =>
  (other: Appointment): boolean =>
    one.office === other.office && one.from === other.from && one.until === other.until

/** Throws: `invalidInput` for one that ends before it begins; `conflict` when what is to go is not there as whoever asks saw it. */
function officesAfter({ offices }: Member, { removed, added }: NonNullable<ChangePostRequest['offices']>) {
  const isTurned = added.some(({ from, until }) => until !== null && until < from)
  if (isTurned) throw new AppError('invalidInput', { fields: ['offices'] })
  if (removed.some((one) => !offices.some(isSame(one)))) throw new AppError('conflict', { because: 'officesChanged' })
  const kept = offices.filter((one) => !removed.some(isSame(one)))
  return [...kept, ...added.filter((one) => !kept.some(isSame(one)))]
}

const SEAT = ['organisationId', 'role', 'volunteerKind'] as const

/** Throws: `conflict` when another has changed meanwhile what is to be changed; one who did the same is no hindrance. */
function assertAsShown(member: Member, { shown, ...change }: ChangePostRequest): void {
  const isOvertaken = (field: (typeof SEAT)[number]) =>
    change[field] !== undefined && member[field] !== change[field] && member[field] !== shown?.[field]
  if (shown !== undefined && SEAT.some(isOvertaken)) throw new AppError('conflict', { because: 'postChanged' })
}

function movedTo(member: Member, change: ChangePostRequest, today: PlainDate): Member {
  if (isOverBy(member, today)) throw new AppError('conflict', { because: 'alreadyEnded' })
  assertAsShown(member, change)
  const { organisationId = member.organisationId, role = member.role } = change
  const volunteerKind = change.volunteerKind === undefined ? member.volunteerKind : change.volunteerKind
  const { since = today } = change
  if (since > today) throw new AppError('invalidInput', { fields: ['since'] })
  const offices = change.offices === undefined ? member.offices : officesAfter(member, change.offices)
  if (!hasRightKind({ role, volunteerKind })) throw new AppError('invalidInput', { fields: ['volunteerKind'] })
  const next = { ...member, organisationId, role, volunteerKind, offices }
  return organisationId === member.organisationId ? next : { ...next, formerSeats: seatsBefore(member, since) }
}
