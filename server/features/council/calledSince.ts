import { AppError } from '#shared/core/appError.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { type FormerName, formerNamesBy, type Named } from '#shared/domain/formerName.ts'

/**
 * What is kept of the names from before; nothing for one that was mistyped, which nobody ever had.
 *
 * Throws: `invalidInput` for a name that begins after today: what is shown of today would not be it.
 */
export function calledSince(
  before: Named,
  { name = before.name, since }: { readonly name?: string | undefined; readonly since?: PlainDate | undefined },
  today: PlainDate,
): { readonly formerNames?: readonly FormerName[] } {
  if (since === undefined || name === before.name) return {}
  if (since > today) throw new AppError('invalidInput', { fields: ['since'] })
  return { formerNames: formerNamesBy(before, since) }
}
