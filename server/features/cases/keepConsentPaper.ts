import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import type { KeepConsentPaperRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { BasisId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { type Consent, paperAwaitedBy } from '#shared/domain/consent.ts'
import { goesOnAfter, type SharingBasis } from '#shared/domain/sharingBasis.ts'
import { type CasePorts, loadCase } from './casePorts.ts'

/** Throws: as `keepConsentPaper`. */
function consentAwaitingPaper(basis: SharingBasis, today: PlainDate): Consent {
  if (basis.consent === undefined || paperAwaitedBy(basis.consent) === null)
    throw new AppError('conflict', { because: 'noPaperAwaited' })
  if (!goesOnAfter(basis, today)) throw new AppError('conflict', { because: 'basisLapsed' })
  return basis.consent
}

/**
 * Keeps that the signed sheet of a consent by word has come: it holds to the end of its term then. Throws: `notFound`; `forbidden`;
 * `invalidInput` for a day before the consent or after today; `conflict` with `noPaperAwaited` where none is waited for, and with
 * `basisLapsed` once it has ended without one: it is to be recorded anew.
 */
export const keepConsentPaper =
  ({ cases, directory, audit, endings, clock }: CasePorts) =>
  (actor: Actor, id: BasisId, { on }: KeepConsentPaperRequest): Promise<SharingBasis> =>
    endings.endingRights(async () => {
      const basis = await cases.findBasis(id)
      const loaded = basis === null ? null : await loadCase(cases, basis.caseId)
      if (basis === null || loaded === null) throw new AppError('notFound')
      authorise('case.recordBasis', await actorNow(directory, clock, actor), loaded.facts, clock.now())
      const today = dayInJapan(clock.now())
      const consent = consentAwaitingPaper(basis, today)
      if (on < consent.on || on > today) throw new AppError('invalidInput', { fields: ['on'] })
      const next: SharingBasis = { ...basis, consent: { ...consent, paperOn: on } }
      await cases.saveBasis(next)
      await audit.append({ kind: 'consentPaperKept', by: actor.memberId, objectIds: [basis.caseId, id] })
      return next
    })
