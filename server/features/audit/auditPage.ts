import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { AuditPage, AuditRecordView, AuditSeal, CaseTrailQuery, TrailVerified } from '#shared/api/audit.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, type Clock, startOfDay } from '#shared/core/time.ts'
import { kindsOf } from '#shared/domain/auditKind.ts'
import type { AuditReader, AuditSearch, KeptRecord } from './auditReader.ts'
import { type NamedIn, thingsIn } from './auditThings.ts'

export interface AuditPorts extends NamedIn {
  readonly audit: AuditTrail
  readonly records: AuditReader
  readonly seal: { read(): Promise<AuditSeal | null>; lastVerified(): Promise<TrailVerified | null> }
  readonly clock: Clock
}

/** Unit: records that are shown at once. */
const PAGE = 100
/** Unit: things that a record names on the screen; a list of cases has hundreds. */
const NAMED = 8

async function concerning({ accounts }: AuditPorts, id: MemberId): Promise<readonly [MemberId, ...string[]]> {
  const account = await accounts.findByMember(id)
  return account === null ? [id] : [id, account.id]
}

/** `about`: the ids of which a record must name one; null leaves it open. */
export async function searchOf(
  ports: AuditPorts,
  asked: CaseTrailQuery,
  about: readonly string[] | null,
): Promise<AuditSearch> {
  const { from, until, memberId, group, after = null } = asked
  return {
    since: from === undefined ? null : startOfDay(from),
    before: until === undefined ? null : startOfDay(addDays(until, 1)),
    concerning: memberId === undefined ? null : await concerning(ports, memberId),
    about,
    kinds: group === undefined ? null : kindsOf(group),
    after,
  }
}

/** What was looked for comes first among what a record names. */
function present(record: KeptRecord, sought: readonly string[]): AuditRecordView {
  const { outcome, changes = [], ...view } = record
  const ids = [...record.objectIds].sort((one, other) => Number(sought.includes(other)) - Number(sought.includes(one)))
  return {
    ...view,
    ...{ objectIds: ids.slice(0, NAMED), moreObjects: Math.max(0, ids.length - NAMED) },
    ...{ isRefused: outcome === 'refused', changes },
  }
}

/** A record as its reader may see it; null for one that they may not. */
export type Shown = (record: KeptRecord) => KeptRecord | null

const placeOf = ({ at, id }: KeptRecord) => `${at}.${id}`

/** One more than a page has, where there are that many: what is not shown leaves no page short. */
async function recordsShown(
  { records }: AuditPorts,
  search: AuditSearch,
  shown: Shown,
): Promise<readonly KeptRecord[]> {
  const items: KeptRecord[] = []
  let after = search.after
  for (;;) {
    const found = await records.read({ ...search, after }, PAGE + 1)
    items.push(...found.map(shown).filter((record) => record !== null))
    const last = found.at(-1)
    if (last === undefined || found.length <= PAGE || items.length > PAGE) return items
    after = placeOf(last)
  }
}

/** What was found, a part of it. That somebody looked is in the trail before they are shown anything. */
export async function pageOf(
  ports: AuditPorts,
  by: MemberId,
  search: AuditSearch,
  shown: Shown = (record) => record,
): Promise<AuditPage> {
  const sought = [...(search.concerning ?? []), ...(search.about ?? [])]
  // The person and the case themselves: what belongs to them follows from it.
  const looked = [search.concerning?.[0], search.about?.[0]].filter((id) => id !== undefined)
  await ports.audit.append({ kind: 'auditRead', by, objectIds: looked })
  // Nothing is about none of a case's things.
  const found = search.about?.length === 0 ? [] : await recordsShown(ports, search, shown)
  const part = found.slice(0, PAGE)
  const items = part.map((record) => present(record, sought))
  const last = part.at(-1)
  return {
    items,
    things: await thingsIn(ports, items),
    seal: await ports.seal.read(),
    verified: await ports.seal.lastVerified(),
    next: found.length > PAGE && last !== undefined ? placeOf(last) : null,
  }
}
