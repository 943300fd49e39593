import { changesIn } from '#server/access/auditTrail.ts'
import { markOf } from '#server/access/passwords.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { narrowedMember, narrowedOrganisation, narrowedTeam } from '#shared/domain/keptRights.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import { isRoleHeldOn } from '#shared/domain/roleHeld.ts'
import type { KeptRights, RightsPorts, RightsReplayed } from './rightsPorts.ts'

type Narrowed = Omit<RightsReplayed, 'isOlder'>

interface People {
  readonly members: readonly Member[]
  readonly organisations: readonly Organisation[]
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.id, item]))

/** Leaves out what the ledger has never heard of. */
const narrowedBy = <Item extends { readonly id: string }, Kept extends { readonly id: string }>(
  items: readonly Item[],
  kept: readonly Kept[],
  narrow: (item: Item, as: Kept) => Item,
): readonly Item[] => {
  const known = byId(kept)
  return items.map((item) => {
    const as = known.get(item.id)
    return as === undefined ? item : narrow(item, as)
  })
}

/** Takes away, in the running transaction, what a store of before gives that had ended since. */
export async function narrowRights(ports: RightsPorts, kept: KeptRights): Promise<Narrowed> {
  const passwordCount = await retirePasswords(ports, kept)
  const { isLeftToAdministrators, endedCount } = await narrowPeople(ports, kept)
  return { passwordCount, isLeftToAdministrators, endedCount: endedCount + (await narrowTeams(ports, kept)) }
}

/** Nobody comes in by what somebody may have got to know; whoever run the server give another. */
async function retirePasswords({ accounts, passwords, audit }: RightsPorts, kept: KeptRights): Promise<number> {
  const known = byId(kept.passwords)
  const changed = (await accounts.list()).filter((account) => {
    const last = known.get(account.id)
    return account.password !== null && last !== undefined && last.mark !== markOf(account.password)
  })
  for (const { id, memberId } of changed) {
    await accounts.keepPassword(id, passwords.none(), true)
    await audit.append({ kind: 'passwordRetired', by: null, objectIds: [memberId] })
  }
  return changed.length
}

/** A council that nobody administers could never be put in order: its administrators of then stay, without a password. */
async function narrowPeople(ports: RightsPorts, kept: KeptRights): Promise<Omit<Narrowed, 'passwordCount'>> {
  const { council, accounts, clock } = ports
  const today = dayInJapan(clock.now())
  const before = { members: await council.listMembers(), organisations: await council.listOrganisations() }
  const after = {
    members: narrowedBy(before.members, kept.members, (one, as) => narrowedMember(one, as, today)),
    organisations: narrowedBy(before.organisations, kept.organisations, narrowedOrganisation),
  }
  const withAccount = await accounts.memberIds()
  const isHeld = ({ members, organisations }: People) => {
    const seated = members.map((member) => ({ ...member, hasAccount: withAccount.has(member.id) }))
    return isRoleHeldOn('administrator', { members: seated, organisations }, today)
  }
  if (!isHeld(before) || isHeld(after))
    return { isLeftToAdministrators: false, endedCount: await savePeople(ports, before, after) }
  const spared = before.members.filter(({ role }) => role === 'administrator')
  await shutOut(ports, spared)
  return { isLeftToAdministrators: true, endedCount: await savePeople(ports, before, without(after, spared)) }
}

/** The change but for some members and the organisations they sit for. */
function without({ members, organisations }: People, spared: readonly Member[]): People {
  const seats = new Set(spared.map(({ organisationId }) => organisationId))
  return {
    members: members.filter(({ id }) => !spared.some((one) => one.id === id)),
    organisations: organisations.filter(({ id }) => !seats.has(id)),
  }
}

async function shutOut({ accounts, passwords, audit }: RightsPorts, members: readonly Member[]): Promise<void> {
  for (const { id } of members) {
    const account = await accounts.findByMember(id)
    if (account === null || account.password === null) continue
    await accounts.keepPassword(account.id, passwords.none(), true)
    await audit.append({ kind: 'passwordRetired', by: null, objectIds: [id] })
  }
}

async function savePeople({ council, audit }: RightsPorts, before: People, after: People): Promise<number> {
  const [members, organisations] = [byId(before.members), byId(before.organisations)]
  let count = 0
  const note = async (id: string, changes: ReturnType<typeof changesIn>) => {
    await audit.append({ kind: 'rightsReplayed', by: null, objectIds: [id], changes })
    count += 1
  }
  for (const next of after.members) {
    const was = members.get(next.id) ?? next
    if (changesIn(['until', 'offices', 'seatedAt'], was, next).length === 0) continue
    await council.saveMember(next)
    await note(next.id, changesIn(['until', 'offices'], was, next))
  }
  for (const next of after.organisations) {
    const changes = changesIn(['isMember', 'closedOn'], organisations.get(next.id) ?? next, next)
    if (changes.length === 0) continue
    await council.saveOrganisation(next)
    await note(next.id, changes)
  }
  return count
}

async function narrowTeams({ cases, audit }: RightsPorts, kept: KeptRights): Promise<number> {
  const all = await cases.list()
  const before = byId(all)
  let count = 0
  for (const next of narrowedBy(all, kept.teams, narrowedTeam)) {
    const changes = changesIn(['team'], before.get(next.id) ?? next, next)
    if (changes.length === 0) continue
    await cases.save(next)
    await audit.append({ kind: 'rightsReplayed', by: null, objectIds: [next.id], changes })
    count += 1
  }
  return count
}
