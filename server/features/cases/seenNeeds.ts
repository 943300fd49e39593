import type { CaseFacts, Subject } from '#shared/access/facts.ts'
import { decide } from '#shared/access/policy.ts'
import type { ChangeCaseRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { Instant } from '#shared/core/time.ts'
import { NEED_CATEGORIES, type NeedCategory } from '#shared/domain/informationCategory.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'

/** Of all needs that there are, those of which a member may know whether a case has them. */
export const seenNeeds = (subject: Subject, facts: CaseFacts, now: Instant): readonly NeedCategory[] =>
  NEED_CATEGORIES.filter((need) => decide('case.seeNeed', subject, { ...facts, need }, now).allowed)

/** A case as somebody sees it who knows of those needs. */
export const asSeen = (theCase: SupportCase, seen: readonly NeedCategory[]): SupportCase => ({
  ...theCase,
  needs: theCase.needs.filter((need) => seen.includes(need)),
})

/**
 * The needs of a case after somebody has changed those that they see: the others stay as they are.
 *
 * Throws: `forbidden` for one that they would not see themselves.
 */
export function needsAfter(
  { needs: before }: SupportCase,
  { needs: given }: ChangeCaseRequest,
  seen: readonly NeedCategory[],
): readonly NeedCategory[] {
  if (given === undefined) return before
  if (given.some((need) => !seen.includes(need))) throw new AppError('forbidden', { because: 'noCategory' })
  return [...given, ...before.filter((need) => !seen.includes(need))]
}
