import { type Actor, authorise, verdictFor } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import type { Result } from '#shared/core/result.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import {
  closedAsDuplicate,
  closedAsOf,
  noDuplicate,
  readCaseNumber,
  type SupportCase,
} from '#shared/domain/supportCase.ts'
import { type CasePorts, loadCase } from './casePorts.ts'
import type { CaseStore } from './caseStore.ts'

/** Every case of the same person that is there: the one that is kept, unless it was disposed of, and those closed for it. */
export async function allOfPerson(cases: CaseStore, theCase: SupportCase): Promise<readonly SupportCase[]> {
  const keptId = theCase.duplicate?.of ?? theCase.id
  const kept = keptId === theCase.id ? theCase : await cases.find(keptId)
  return [...(kept === null ? [] : [kept]), ...(await cases.listDuplicatesOf(keptId))]
}

/** What a reader of one may know of the others: nothing of a case that is not theirs, and not its number. */
export async function duplicatesSeen(
  { cases, clock }: Pick<CasePorts, 'cases' | 'clock'>,
  actor: Actor,
  theCase: SupportCase,
): Promise<Pick<CaseDetail, 'duplicate' | 'duplicates'>> {
  const seen = async (id: CaseId) => {
    const known = await loadCase(cases, id)
    const isSeen = known !== null && verdictFor('case.read', actor, known.facts, clock.now()).allowed
    return isSeen ? { id, number: known.theCase.number } : null
  }
  if (theCase.duplicate != null) return { duplicate: { of: await seen(theCase.duplicate.of) } }
  const closed = await Promise.all((await cases.listDuplicatesOf(theCase.id)).map(({ id }) => seen(id)))
  const duplicates = closed.filter((one) => one !== null)
  return duplicates.length === 0 ? {} : { duplicates }
}

interface Marking {
  readonly kind: AuditKind
  readonly make: (theCase: SupportCase) => Promise<Result<SupportCase, string>>
}

/** Whoever may change its facts may close it, and open it again. */
function marked(ports: CasePorts, actor: Actor, id: CaseId, { kind, make }: Marking): Promise<SupportCase> {
  return ports.endings.endingRights(async () => {
    const loaded = await loadCase(ports.cases, id)
    if (loaded === null) throw new AppError('notFound')
    const who = await actorNow(ports.directory, ports.clock, actor)
    authorise('case.change', who, loaded.facts, ports.clock.now())
    const made = await make(loaded.theCase)
    if (!made.ok) throw new AppError('conflict', { because: made.refusal })
    const next = closedAsOf(loaded.theCase, made.value, dayInJapan(ports.clock.now()))
    await ports.cases.save(next)
    const other = (next.duplicate ?? loaded.theCase.duplicate)?.of
    const objectIds = [id, ...(other === undefined ? [] : [other])]
    const changes = changesIn(['state', 'closedOn'], loaded.theCase, next)
    await ports.audit.append({ kind, by: actor.memberId, objectIds, changes })
    return next
  })
}

/** The case of a number, where whoever asks may change it, too. Throws: as `closeAsDuplicate`. */
async function kept(ports: CasePorts, actor: Actor, caseNumber: string): Promise<SupportCase> {
  const number = readCaseNumber(caseNumber)
  if (number === null) throw new AppError('invalidInput', { fields: ['caseNumber'] })
  const found = await ports.cases.findByNumber(number)
  const known = found === null ? null : await loadCase(ports.cases, found.id)
  const who = await actorNow(ports.directory, ports.clock, actor)
  if (known === null || !verdictFor('case.change', who, known.facts, ports.clock.now()).allowed) {
    throw new AppError('forbidden', { because: 'noSuchCase' })
  }
  return known.theCase
}

/**
 * Closes a case, since the person has another: nothing of either goes over to the other, and who sees which stays as it was.
 *
 * Throws: `notFound`; `invalidInput` for what is no number, or its own; `forbidden` with `noSuchCase`, the same without such a case and
 * for one that is not theirs to change; `conflict` with `isDuplicate` where either was closed like that, and with `hasDuplicates` where
 * another was closed for this one.
 */
export const closeAsDuplicate =
  (ports: CasePorts) =>
  (actor: Actor, id: CaseId, caseNumber: string): Promise<SupportCase> =>
    marked(ports, actor, id, {
      kind: 'duplicateClosed',
      async make(theCase) {
        const other = await kept(ports, actor, caseNumber)
        if (other.id === id) throw new AppError('invalidInput', { fields: ['caseNumber'] })
        const isKept = (await ports.cases.listDuplicatesOf(id)).length > 0
        if (isKept) throw new AppError('conflict', { because: 'hasDuplicates' })
        return closedAsDuplicate(theCase, other)
      },
    })

/** Opens a case again that was no duplicate, as it stood. Throws: `notFound`; `conflict` with `noDuplicate` for any other. */
export const takeDuplicateBack =
  (ports: CasePorts) =>
  (actor: Actor, id: CaseId): Promise<SupportCase> =>
    marked(ports, actor, id, { kind: 'duplicateTakenBack', make: async (theCase) => noDuplicate(theCase) })
