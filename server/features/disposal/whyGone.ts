import { type Actor, verdictFor } from '#server/access/actor.ts'
import { factsOfErased } from '#shared/access/facts.ts'
import { AppError } from '#shared/core/appError.ts'
import { type CaseId, type ConferenceId, isId } from '#shared/core/ids.ts'
import { type Clock, dayInJapan } from '#shared/core/time.ts'
import type { ErasedCases } from './disposalStore.ts'

/** Why something is not there: that and when it was disposed of to those who could have seen it, and to everybody else the same as of what never was. */
export const whyGone =
  ({ erased, clock }: { readonly erased: ErasedCases; readonly clock: Clock }) =>
  async (actor: Actor, id: CaseId | ConferenceId): Promise<AppError> => {
    const record = isId('case', id) ? await erased.find(id) : await erased.findByPart(id)
    if (record === null || !verdictFor('case.readErased', actor, factsOfErased(record), clock.now()).allowed)
      return new AppError('notFound')
    return new AppError('notFound', {
      because: 'caseErased',
      number: record.number,
      on: dayInJapan(record.approvedAt),
    })
  }
