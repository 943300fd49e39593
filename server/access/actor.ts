import type { CaseFacts, ConferenceFacts, Subject } from '#shared/access/facts.ts'
import { type Action, type ActionFacts, decide, type Verdict } from '#shared/access/policy.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'

/** What a route can have asked: an action of the policy, or the right to a live document, whose kind is known only when it is loaded. */
export type Decided = Action | 'document'

/** Who asks, with the facts about them as they are now, and which actions were decided for this request. */
export interface Actor extends Subject {
  readonly accountId: AccountId
  readonly sessionId: string
  readonly decided: Set<Decided>
}

/** Marks that a list was filtered row by row, where the list as a whole needs no verdict. */
export function verdictFor<A extends Action>(action: A, actor: Actor, facts: ActionFacts<A>, now: Instant): Verdict {
  actor.decided.add(action)
  return decide(action, actor, facts, now)
}

const mayKnowOf = (actor: Actor, facts: CaseFacts | ConferenceFacts, now: Instant): boolean =>
  ('inviteeIds' in facts ? decide('conference.read', actor, facts, now) : decide('case.read', actor, facts, now))
    .allowed

/**
 * Lets an allowed action pass.
 *
 * Throws: `notFound` when the person may not even know of the thing, in the same form as when there is none;
 * `forbidden` with the reason when they may know of it.
 */
export function authorise<A extends Action>(action: A, actor: Actor, facts: ActionFacts<A>, now: Instant): void {
  const verdict = verdictFor(action, actor, facts, now)
  if (verdict.allowed) return
  if (facts !== null && !mayKnowOf(actor, facts, now)) throw new AppError('notFound')
  throw new AppError('forbidden', { because: verdict.because })
}
