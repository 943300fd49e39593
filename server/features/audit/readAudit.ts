import { type Actor, authorise } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { AuditPage, AuditRecordsQuery, AuditRecordView, AuditSeal, TrailVerified } from '#shared/api/audit.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, type Clock, startOfDay } from '#shared/core/time.ts'
import { kindsOf } from '#shared/domain/auditKind.ts'
import { readCaseNumber } from '#shared/domain/supportCase.ts'
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

/** A case, and what is read and written of it: its conferences and their notes, and its bases, of which somebody may have been refused one. No case of that number has no record either. */
async function aboutCase({ cases, conferences, erased }: AuditPorts, text: string): Promise<readonly string[]> {
  const number = readCaseNumber(text)
  const theCase = number === null ? null : await cases.findByNumber(number)
  const gone = number === null || theCase !== null ? null : await erased.findByNumber(number)
  const found = theCase ?? gone
  if (found === null) return []
  const held = gone?.conferences ?? (await conferences.listOf(found.id))
  const bases = theCase === null ? [] : await cases.listBases(theCase.id)
  return [found.id, ...held.flatMap(({ id, documentId }) => [id, documentId]), ...bases.map(({ id }) => id)]
}

async function searchOf(ports: AuditPorts, asked: AuditRecordsQuery): Promise<AuditSearch> {
  const { from, until, memberId, caseNumber, group, after = null } = asked
  return {
    since: from === undefined ? null : startOfDay(from),
    before: until === undefined ? null : startOfDay(addDays(until, 1)),
    concerning: memberId === undefined ? null : await concerning(ports, memberId),
    about: caseNumber === undefined ? null : await aboutCase(ports, caseNumber),
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

/**
 * Shows who saw and did what, to those who watch over it: names of the council, numbers of cases, and nothing that is kept in them.
 * That they looked is in the trail before they are shown anything.
 */
export const readAudit =
  (ports: AuditPorts) =>
  async (actor: Actor, asked: AuditRecordsQuery): Promise<AuditPage> => {
    authorise('audit.read', actor, null, ports.clock.now())
    const search = await searchOf(ports, asked)
    const sought = [...(search.concerning ?? []), ...(search.about ?? [])]
    // The person and the case themselves: what belongs to them follows from it.
    const looked = [search.concerning?.[0], search.about?.[0]].filter((id) => id !== undefined)
    await ports.audit.append({ kind: 'auditRead', by: actor.memberId, objectIds: looked })
    // Nothing is about none of a case's things.
    const found = search.about?.length === 0 ? [] : await ports.records.read(search, PAGE + 1)
    const items = found.slice(0, PAGE).map((record) => present(record, sought))
    const last = items.at(-1)
    return {
      items,
      things: await thingsIn(ports, items),
      seal: await ports.seal.read(),
      verified: await ports.seal.lastVerified(),
      next: found.length > PAGE && last !== undefined ? `${last.at}.${last.id}` : null,
    }
  }
