import { type Actor, authorise } from '#server/access/actor.ts'
import type { CaseFacts } from '#shared/access/facts.ts'
import type { AuditPage, CaseTrailQuery } from '#shared/api/audit.ts'
import type { AppError } from '#shared/core/appError.ts'
import { type CaseId, type IdKind, isId } from '#shared/core/ids.ts'
import { aboutCase } from './aboutCase.ts'
import { type AuditPorts, pageOf, searchOf } from './auditPage.ts'
import type { AuditSearch, KeptRecord } from './auditReader.ts'

export interface CaseTrailPorts extends AuditPorts {
  /** With what the policy may look at; null when there is no such case. */
  readonly loadCase: (id: CaseId) => Promise<{ readonly facts: CaseFacts } | null>
  /** Why a case is not there, to whoever asks for it. */
  readonly whyGone: (actor: Actor, id: CaseId) => Promise<AppError>
}

const OF_SOME_CASE: readonly IdKind[] = ['case', 'basis', 'conference', 'document']

/**
 * A record as far as it is about one case: a list shows many, and of the others neither their number nor how many they were is told.
 * Null for what it tells of another case, as that it was closed for this one, and for what is found only by something that is not told.
 */
function withinCase({ about, concerning }: AuditSearch, record: KeptRecord): KeptRecord | null {
  const own = about ?? []
  const [changed = ''] = record.objectIds
  // A change names first what it is of.
  if (record.changes !== undefined && !own.includes(changed)) return null
  // Whom an auditor looks into is between them and the trail.
  const isTold = (id: string) =>
    own.includes(id) || (record.kind !== 'auditRead' && !OF_SOME_CASE.some((kind) => isId(kind, id)))
  const objectIds = record.objectIds.filter(isTold)
  const isFound = concerning === null || [record.by, ...objectIds].some((id) => id !== null && concerning.includes(id))
  return isFound ? { ...record, objectIds } : null
}

/**
 * Shows who saw and changed what of one case, and when, to whoever coordinates it: as the auditor is shown it, and of other cases nothing.
 * Throws: `notFound`, also when it is not the member's; `forbidden` for whoever else may see the case.
 */
export const readCaseTrail =
  (ports: CaseTrailPorts) =>
  async (actor: Actor, id: CaseId, asked: CaseTrailQuery): Promise<AuditPage> => {
    const known = await ports.loadCase(id)
    if (known === null) throw await ports.whyGone(actor, id)
    authorise('case.readTrail', actor, known.facts, ports.clock.now())
    const search = await searchOf(ports, asked, await aboutCase(ports, id))
    return pageOf(ports, actor.memberId, search, (record) => withinCase(search, record))
  }
