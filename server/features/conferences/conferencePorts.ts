import type { Actor } from '#server/access/actor.ts'
import type { Seats } from '#server/access/actorNow.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { CaseFacts, ConferenceFacts } from '#shared/access/facts.ts'
import type { SealHead } from '#shared/api/conferences.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, ConferenceId, IdSource, OrganisationId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { Conference } from '#shared/domain/conference.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { SupportMeeting } from '#shared/domain/supportMeeting.ts'
import type { ConferenceStore } from './conferenceStore.ts'
import type { NoteDocuments } from './noteDocuments.ts'

/** A case and what the policy may look at of it. */
export interface KnownCase {
  readonly theCase: SupportCase
  readonly facts: CaseFacts
}

/** What conferences ask of the cases. */
export interface CasesForConferences {
  /** null when there is none. */
  load(id: CaseId): Promise<KnownCase | null>
  /** Those on whose team an organisation stands, or somebody of it: nobody of it may know of any other. */
  loadOf(id: OrganisationId): Promise<readonly KnownCase[]>
}

/** What conferences ask of the council's directory. */
export interface People extends Seats {
  listOrganisations(): Promise<readonly Organisation[]>
  listMembers(): Promise<readonly Member[]>
  listSupportMeetings(): Promise<readonly SupportMeeting[]>
}

export interface ConferencePorts {
  readonly conferences: ConferenceStore
  readonly cases: CasesForConferences
  readonly people: People
  readonly documents: NoteDocuments
  /** Why a conference is not there, to whoever asks for it. */
  readonly whyGone: (actor: Actor, id: ConferenceId) => Promise<AppError>
  /** Up to when the audit trail is sealed; null before its first checkpoint. */
  readonly seal: { read(): Promise<SealHead | null> }
  readonly audit: AuditTrail
  readonly endings: Endings
  readonly atomically: Atomically
  readonly ids: IdSource
  readonly clock: Clock
}

/** A conference, its case, and what the policy may look at of both. */
export interface KnownConference {
  readonly conference: Conference
  readonly theCase: SupportCase
  readonly facts: ConferenceFacts
}

export const knownConference = (conference: Conference, { theCase, facts }: KnownCase): KnownConference => ({
  conference,
  theCase,
  facts: {
    ...facts,
    conferenceState: conference.state,
    inviteeIds: conference.attendance.map(({ memberId }) => memberId),
    absentIds: conference.attendance.filter(({ state }) => state === 'absent').map(({ memberId }) => memberId),
  },
})

/** Loads a conference with its facts. Throws: `notFound`. */
export async function loadConference(
  { conferences, cases }: Pick<ConferencePorts, 'conferences' | 'cases'>,
  id: ConferenceId,
): Promise<KnownConference> {
  const conference = await conferences.find(id)
  const known = conference === null ? null : await cases.load(conference.caseId)
  if (conference === null || known === null) throw new AppError('notFound')
  return knownConference(conference, known)
}
