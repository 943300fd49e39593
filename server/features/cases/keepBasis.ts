import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertOfCouncil } from '#server/access/ofCouncil.ts'
import { assertSupportMeeting } from '#server/access/supportMeeting.ts'
import type { RecordBasisRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { BasisId, CaseId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { wrongConsentDay } from '#shared/domain/consent.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import { type CasePorts, loadCase } from './casePorts.ts'

/** Throws: `invalidInput` for what no basis can say. */
function assertSound({ consent, ...basis }: RecordBasisRequest, today: PlainDate): void {
  const { discloserId, recipientIds, from, until } = basis
  const wrongDay = consent === undefined ? null : wrongConsentDay(consent, { today, from })
  const fields = [
    ...(recipientIds.includes(discloserId) ? ['recipientIds'] : []),
    ...(until !== null && until < from ? ['until'] : []),
    ...(wrongDay === null ? [] : [`consent.${wrongDay}`]),
  ]
  if (fields.length > 0) throw new AppError('invalidInput', { fields })
}

/**
 * Records on what a disclosure rests: who tells whom which categories, and for how long. A basis that is there under `id` was
 * recorded by the same request before, and stays as it is: it may have ended meanwhile.
 *
 * Throws: `notFound` without such a case or organisation; `invalidInput` when the discloser is among the recipients, the term ends before it begins, or
 * a day of the consent cannot be (`wrongConsentDay`);
 * `conflict` for an organisation that is of the council no more, and with `noCharter` or `noChair` for a law whose 支援会議 the council
 * does not hold.
 */
export const recordBasis =
  (ports: CasePorts) =>
  async (
    actor: Actor,
    { caseId, id }: { readonly caseId: CaseId; readonly id: BasisId },
    request: RecordBasisRequest,
  ): Promise<SharingBasis> => {
    const { reason, consent, ...input } = request
    const today = dayInJapan(ports.clock.now())
    assertSound(request, today)
    const recorded = { recordedBy: actor.memberId, recordedAt: ports.clock.now() }
    const said = { ...(reason === undefined ? {} : { reason }), ...(consent === undefined ? {} : { consent }) }
    const basis: SharingBasis = { id, caseId, ...input, ...said, endedOn: null, ...recorded }

    // As an ending, which only one at a time can be: an organisation that it names may be closing at this moment.
    return ports.endings.endingRights(async () => {
      const loaded = await loadCase(ports.cases, caseId)
      if (loaded === null) throw new AppError('notFound')
      authorise(
        'case.recordBasis',
        await actorNow(ports.directory, ports.clock, actor),
        loaded.facts,
        ports.clock.now(),
      )
      const before = await ports.cases.findBasis(id)
      if (before !== null) return before
      for (const one of [input.discloserId, ...input.recipientIds]) await assertOfCouncil(ports.directory, one, today)
      await assertSupportMeeting(ports.directory, input, today)
      await ports.cases.saveBasis(basis)
      await ports.audit.append({ kind: 'basisRecorded', by: actor.memberId, objectIds: [caseId, basis.id] })
      return basis
    })
  }

/** Ends a basis today: whoever held anything on it alone loses access at once. Throws: `notFound`; `conflict` when it has ended already. */
export const endBasis =
  (ports: CasePorts) =>
  async (actor: Actor, id: BasisId): Promise<SharingBasis> => {
    const ended = await ports.endings.endingRights(async () => {
      const basis = await ports.cases.findBasis(id)
      const loaded = basis === null ? null : await loadCase(ports.cases, basis.caseId)
      if (basis === null || loaded === null) throw new AppError('notFound')
      authorise('case.takeAway', await actorNow(ports.directory, ports.clock, actor), loaded.facts, ports.clock.now())
      if (basis.endedOn !== null) throw new AppError('conflict', { because: 'alreadyEnded' })
      const next: SharingBasis = { ...basis, endedOn: dayInJapan(ports.clock.now()) }
      await ports.cases.saveBasis(next)
      await ports.audit.append({ kind: 'basisEnded', by: actor.memberId, objectIds: [basis.caseId, id] })
      return next
    })
    await ports.ended.keepAll()
    return ended
  }
