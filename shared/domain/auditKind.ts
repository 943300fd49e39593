/** What is remembered of people's records and of sign-ins, in the groups in which one looks for it. */
const KINDS = {
  seen: [
    'casesListed',
    'caseRead',
    'conferencesListed',
    'conferenceRead',
    'extractRead',
    'noteProjected',
    'notePrinted',
    'versionsRead',
    'auditRead',
    'disposalsListed',
    'membersSaved',
    'organisationsSaved',
  ],
  changed: [
    ...(['caseOpened', 'caseChanged', 'teamJoined', 'teamLeft'] as const),
    ...(['duplicateClosed', 'duplicateTakenBack'] as const),
    ...(['basisRecorded', 'basisEnded', 'basisEndReplayed', 'consentPaperKept', 'consentWithdrawn'] as const),
    ...(['conferenceCalled', 'conferenceChanged', 'conferenceOpened', 'conferenceEnded'] as const),
    ...(['conferenceCalledOff', 'conferencePutBack', 'conferenceBasisReplaced', 'attendanceRecorded'] as const),
    ...(['membersInvited', 'invitationsWithdrawn', 'invitationReplied'] as const),
    ...(['documentCreated', 'documentJoined', 'documentStayed', 'documentDiverged', 'frameRefused'] as const),
    ...([
      'disposalHeld',
      'disposalHoldLifted',
      'disposalAsked',
      'caseDisposed',
      'caseErased',
      'erasureReplayed',
      'closingDated',
    ] as const),
    ...(['versionNamed', 'versionRestored', 'muchRemoved', 'trailDestructionAsked', 'trailDestroyed'] as const),
  ],
  council: [
    ...(['councilSetUp', 'demoEmptied', 'organisationAdded', 'organisationChanged'] as const),
    ...(['memberAdded', 'memberRenamed', 'memberMoved', 'membershipEnded', 'membershipRestored'] as const),
    ...(['memberSucceeded', 'successionTakenBack', 'memberReturned', 'returnTakenBack'] as const),
    ...(['memberReappointed', 'reappointmentTakenBack', 'retentionChanged', 'keyChanged', 'rightsReplayed'] as const),
    ...(['supportMeetingKept'] as const),
    ...(['accountGiven', 'passwordRenewed', 'passwordChanged', 'passwordRetired'] as const),
  ],
  signIn: ['signIn', 'signOut'],
  refused: ['accessRefused'],
} as const

export type AuditGroup = keyof typeof KINDS
export const AUDIT_GROUPS = Object.keys(KINDS) as readonly AuditGroup[]

export type AuditKind = (typeof KINDS)[AuditGroup][number]

export const kindsOf = (group: AuditGroup): readonly AuditKind[] => KINDS[group]
