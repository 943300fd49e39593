import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import { type HintId, isHintId } from '#shared/protocol/hints.ts'

/** Whether what an act is about reads differently after it. */
const CHANGES: Readonly<Record<AuditKind, boolean>> = {
  ...{ signIn: false, signOut: false, accessRefused: false, frameRefused: false },
  ...{
    caseRead: false,
    conferenceRead: false,
    extractRead: false,
    noteProjected: false,
    notePrinted: false,
    versionsRead: false,
    auditRead: false,
  },
  ...{ documentJoined: false, documentStayed: false, documentDiverged: false },
  ...{ casesListed: false, conferencesListed: false, disposalsListed: false },
  ...{ membersSaved: false, organisationsSaved: false },
  ...{ passwordRenewed: false, passwordChanged: false, passwordRetired: false },
  ...{ councilSetUp: true, demoEmptied: true, organisationAdded: true, organisationChanged: true },
  ...{
    memberAdded: true,
    memberRenamed: true,
    memberMoved: true,
    accountGiven: true,
    membershipEnded: true,
    membershipRestored: true,
    memberSucceeded: true,
    successionTakenBack: true,
    memberReturned: true,
    returnTakenBack: true,
    memberReappointed: true,
    reappointmentTakenBack: true,
    teamJoined: true,
    teamLeft: true,
  },
  ...{ duplicateClosed: true, duplicateTakenBack: true },
  ...{
    caseOpened: true,
    caseChanged: true,
    basisRecorded: true,
    basisEnded: true,
    basisEndReplayed: true,
    consentPaperKept: true,
    consentWithdrawn: true,
  },
  ...{
    conferenceCalled: true,
    conferenceChanged: true,
    conferenceOpened: true,
    conferenceEnded: true,
    conferenceCalledOff: true,
    conferencePutBack: true,
    conferenceBasisReplaced: true,
    attendanceRecorded: true,
    membersInvited: true,
    invitationsWithdrawn: true,
    invitationReplied: true,
  },
  ...{ documentCreated: true, versionNamed: true, versionRestored: true, muchRemoved: true },
  ...{ keyChanged: false, rightsReplayed: true },
  ...{
    supportMeetingKept: true,
    retentionChanged: true,
    disposalHeld: true,
    disposalHoldLifted: true,
    disposalAsked: true,
  },
  ...{ caseDisposed: true, caseErased: false, erasureReplayed: true, closingDated: true },
  ...{ trailDestructionAsked: true, trailDestroyed: true },
}

const CHANGING: ReadonlySet<unknown> = new Set(
  Object.entries(CHANGES)
    .filter(([, changes]) => changes)
    .map(([kind]) => kind),
)

/** What an audit record says has changed: every change leaves one, with the ids of all it is about; a reading changes nothing. */
export function changedIds(kind: unknown, objectIds: readonly unknown[]): readonly HintId[] {
  return CHANGING.has(kind) ? objectIds.filter(isHintId) : []
}

/**
 * Tells of changes by their audit records, and only once they are committed: whoever asked sooner would be given the state
 * from before, and would not ask again.
 */
export class ChangeNotices {
  readonly #tell: (id: HintId) => void
  readonly #pending = new AsyncLocalStorage<HintId[]>()

  constructor(tell: (id: HintId) => void) {
    this.#tell = tell
  }

  /** Makes the trail one whose records are told of. */
  from(trail: AuditTrail): AuditTrail {
    return {
      append: async (entry) => {
        await trail.append(entry)
        const ids = changedIds(entry.kind, entry.objectIds)
        const pending = this.#pending.getStore()
        if (pending === undefined) this.#tellAll(ids)
        else pending.push(...ids)
      },
    }
  }

  /** Makes transactions ones after whose commit is told what their records were about. */
  after(atomically: Atomically): Atomically {
    return async (work) => {
      let pending: HintId[] = []
      const value = await atomically(() => {
        pending = []
        return this.#pending.run(pending, work)
      })
      this.#tellAll(pending)
      return value
    }
  }

  #tellAll(ids: readonly HintId[]): void {
    for (const id of ids) this.#tell(id)
  }
}
