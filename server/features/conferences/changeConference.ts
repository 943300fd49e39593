import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { ConferenceFacts } from '#shared/access/facts.ts'
import type { Action } from '#shared/access/policy.ts'
import { AppError } from '#shared/core/appError.ts'
import type { ConferenceId, MemberId } from '#shared/core/ids.ts'
import type { Result } from '#shared/core/result.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import type { Conference } from '#shared/domain/conference.ts'
import { type ConferencePorts, type KnownConference, knownConference, loadConference } from './conferencePorts.ts'

/** What is done to a conference that is there. */
export type Step = Extract<
  Action,
  `conference.${'change' | 'open' | 'end' | 'callOff' | 'putBack' | 'recordAttendance' | 'reply'}`
>

type Made = Result<Conference, string>

interface Change {
  readonly action: Step
  readonly kind: AuditKind
  /** Whom the record names besides the conference and its case. */
  readonly memberIds?: (before: Conference) => readonly MemberId[]
  readonly because?: string | undefined
  /** What it is done in, for a change that can end somebody's right. */
  readonly within?: Atomically
  make(conference: Conference, facts: ConferenceFacts): Made | Promise<Made>
}

/** Load, authorise, change, keep: every step of a conference takes this way. */
export function changeConference(
  ports: ConferencePorts,
  { actor, id }: { readonly actor: Actor; readonly id: ConferenceId },
  { action, kind, make, because, memberIds = () => [], within = ports.atomically }: Change,
): Promise<KnownConference> {
  return within(async () => {
    const { conference, theCase, facts } = await loadConference(ports, id)
    const who = await actorNow(ports.people, ports.clock, actor)
    authorise(action, who, facts satisfies ConferenceFacts, ports.clock.now())
    const made = await make(conference, facts)
    if (!made.ok) throw new AppError('conflict', { because: made.refusal })
    await ports.conferences.save(made.value)
    const changes = changesIn(['state', 'startsAt', 'basisId', 'attendance', 'chosenByChair'], conference, made.value)
    await ports.audit.append({
      kind,
      by: actor.memberId,
      objectIds: [id, theCase.id, ...memberIds(conference)],
      changes,
      ...(because === undefined ? {} : { because }),
    })
    return knownConference(made.value, { theCase, facts })
  })
}
