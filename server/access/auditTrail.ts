import type { MemberId } from '#shared/core/ids.ts'

/** What is remembered of every act on people's records, and of every sign-in. */
export type AuditKind =
  | 'signIn'
  | 'signOut'
  | 'councilSetUp'
  | 'demoEmptied'
  | 'organisationAdded'
  | 'organisationChanged'
  | 'memberAdded'
  | 'memberRenamed'
  | 'membershipEnded'
  | 'passwordRenewed'
  | 'caseOpened'
  | 'caseRead'
  | 'caseChanged'
  | 'teamJoined'
  | 'teamLeft'
  | 'basisRecorded'
  | 'basisEnded'
  | 'conferenceCalled'
  | 'conferenceRead'
  | 'conferenceChanged'
  | 'conferenceOpened'
  | 'conferenceEnded'
  | 'conferenceCalledOff'
  | 'conferencePutBack'
  | 'attendanceRecorded'
  | 'membersInvited'
  | 'invitationsWithdrawn'
  | 'documentCreated'
  | 'documentJoined'
  | 'documentDiverged'
  | 'extractRead'
  | 'frameRefused'
  | 'accessRefused'
  | 'versionsRead'
  | 'versionNamed'
  | 'versionRestored'
  | 'trailDestructionAsked'
  | 'trailDestroyed'

/** Ids and codes only; never a name, never content. */
export interface AuditEntry {
  readonly kind: AuditKind
  /** null: nobody is signed in. */
  readonly by: MemberId | null
  readonly objectIds: readonly string[]
  readonly outcome?: 'done' | 'refused'
  readonly because?: string | null
}

export interface AuditTrail {
  /** Keeps one record, in the running transaction when there is one. Throws: the store's error; then the act fails too. */
  append(entry: AuditEntry): Promise<void>
}
