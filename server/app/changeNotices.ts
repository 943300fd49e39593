import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import { type HintId, isHintId, OF_COUNCIL } from '#shared/protocol/hints.ts'

/** Whether what an act is about reads differently after it, or the council's lists do, which are listened to as one. */
const CHANGES: Readonly<Record<AuditKind, boolean | typeof OF_COUNCIL>> = {
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
  ...{ councilSetUp: true, demoEmptied: true, organisationAdded: OF_COUNCIL, organisationChanged: OF_COUNCIL },
  ...{
    memberAdded: OF_COUNCIL,
    memberRenamed: OF_COUNCIL,
    memberMoved: OF_COUNCIL,
    accountGiven: OF_COUNCIL,
    membershipEnded: OF_COUNCIL,
    membershipRestored: OF_COUNCIL,
    memberSucceeded: OF_COUNCIL,
    successionTakenBack: OF_COUNCIL,
    memberReturned: OF_COUNCIL,
    returnTakenBack: OF_COUNCIL,
    memberReappointed: OF_COUNCIL,
    reappointmentTakenBack: OF_COUNCIL,
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
    supportMeetingKept: OF_COUNCIL,
    retentionChanged: true,
    disposalHeld: true,
    disposalHoldLifted: true,
    disposalAsked: true,
  },
  ...{ caseDisposed: true, caseErased: false, erasureReplayed: true, closingDated: true },
  ...{ trailDestructionAsked: true, trailDestroyed: true },
}

const CHANGING: ReadonlyMap<unknown, boolean | typeof OF_COUNCIL> = new Map(Object.entries(CHANGES))

/** What an audit record says has changed: every change leaves one, with the ids of all it is about; a reading changes nothing. */
export function changedIds(kind: unknown, objectIds: readonly unknown[]): readonly HintId[] {
  const changes = CHANGING.get(kind) ?? false
  if (changes === false) return []
  return [...objectIds.filter(isHintId), ...(changes === true ? [] : [changes])]
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
