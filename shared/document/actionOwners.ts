import type { PlainDate } from '#shared/core/time.ts'
import { type ActionItemRow, isOverdue, isUnsettled } from './bodyRows.ts'

/** Somebody as a 対応事項 can name them. */
export interface Named {
  readonly name: string
  readonly organisationId: string
  readonly organisationName: string
}

/** Whose a 対応事項 is, seen by one person: their own, somebody's or nobody's of their organisation, or another's. */
export type Ownership = 'own' | 'organisation' | 'other'

/** A person is written by hand: spaces, widths and 敬称 make nobody another. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\s/gu, '')
    .replace(/(?:さん|様|氏)$/u, '')

/** Whose it is. A name is taken for the person's only where no other organisation stands beside it. */
export function ownershipOf({ organisationId, organisationName, personName }: ActionItemRow, who: Named): Ownership {
  const isTheirs = organisationId === who.organisationId || organisationName === who.organisationName
  if (!isTheirs && organisationName !== null) return 'other'
  if (personName !== null && plainName(personName) === plainName(who.name)) return 'own'
  return isTheirs ? 'organisation' : 'other'
}

/**
 * True for what waits for somebody: what is theirs or their organisation's, however the person is spelled; and for who keeps watch
 * over a case also what is late of others, who may never log in.
 */
export function waitsFor(
  item: ActionItemRow,
  who: Named & { readonly keepsWatch: boolean },
  today: PlainDate,
): boolean {
  if (!isUnsettled(item)) return false
  return ownershipOf(item, who) !== 'other' || (who.keepsWatch && isOverdue(item, today))
}

/** By when, what has no day last. */
export const byDueDay = (one: ActionItemRow, other: ActionItemRow): number =>
  (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999')
