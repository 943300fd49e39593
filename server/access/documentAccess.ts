import type { CaseFacts, ConferenceFacts, Subject } from '#shared/access/facts.ts'
import { decide, type Verdict } from '#shared/access/policy.ts'
import type { CaseId, ConferenceId, DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import type { Role } from '#shared/domain/member.ts'

/** Who a member is to the others in a document; written by the server, so that nobody can take another's name. */
export interface MemberWords {
  readonly name: string
  readonly organisationName: string
  readonly role: Role
}

/** A member with what the policy may look at. */
export interface Seat {
  readonly subject: Subject
  readonly name: string
  readonly organisationName: string
}

/** What a live document belongs to, which decides who may do what with it. */
export type DocumentOwner =
  | {
      readonly kind: 'conferenceNote'
      readonly facts: ConferenceFacts
      readonly conferenceId: ConferenceId
      readonly caseId: CaseId
      /** Until when people can be sitting in it; null while it is not open. */
      readonly goesOnUntil: Instant | null
      /** Of whom it was noted that they sit in it. */
      readonly inRoomIds: readonly MemberId[]
    }
  | { readonly kind: 'councilDocument' }
  /** It belonged to a case that was disposed of. */
  | { readonly kind: 'erased'; readonly facts: CaseFacts }

export interface DocumentAccessPorts {
  /** null without such a member. */
  readonly findSeat: (memberId: MemberId) => Promise<Seat | null>
  /** null when nothing owns such a document. */
  readonly findOwner: (documentId: DocumentId) => Promise<DocumentOwner | null>
  readonly clock: Clock
}

/** What a member may do with a document at this moment. `validUntil` is null when no fact ends the right by itself. */
export type DocumentVerdict =
  | { readonly right: 'edit'; readonly validUntil: Instant | null; readonly member: MemberWords }
  | { readonly right: 'read'; readonly seesNames: boolean }
  /** It is erased, and they could have seen it. */
  | { readonly right: 'erased' }
  | { readonly right: 'none' }

/** What may be done with what a document was before. */
export type TrailAct = 'readVersions' | 'askTrailDestruction' | 'confirmTrailDestruction'

export interface DocumentAccess {
  /**
   * The verdict of this moment, its facts loaded now: `edit` may hold the replica, `read` the extract only, without names unless it `seesNames`, `none` may not
   * know that there is such a document, and is said of one that does not exist too.
   */
  judge(memberId: MemberId, documentId: DocumentId): Promise<DocumentVerdict>
  /** True while the conference that the document is the note of is open: then nobody has to touch a key to be there. */
  isUnderWay(documentId: DocumentId): Promise<boolean>
  /** Who sits in the conference that the document is the note of, as its attendance has it; nobody while it is not open. */
  inRoom(documentId: DocumentId): Promise<readonly MemberId[]>
  /** What the document belongs to, as audit records name it; nothing for one that stands for itself. */
  belongsTo(documentId: DocumentId): Promise<readonly string[]>
  /** May a member do this at this moment? False also for a document that does not exist. */
  judgeTrail(memberId: MemberId, documentId: DocumentId, act: TrailAct): Promise<boolean>
  /** May a member begin a document of the council at this moment? */
  mayBegin(memberId: MemberId): Promise<boolean>
}

type StandingOwner = Exclude<DocumentOwner, { readonly kind: 'erased' }>

const verdictOn = (
  right: 'edit' | 'read' | 'readNames' | TrailAct,
  subject: Subject,
  owner: StandingOwner,
  now: Instant,
): Verdict =>
  owner.kind === 'conferenceNote'
    ? decide(`conferenceNote.${right}`, subject, owner.facts, now)
    : decide(`councilDocument.${right}`, subject, null, now)

type NoteOwner = Extract<DocumentOwner, { readonly kind: 'conferenceNote' }>

const isUnderWay = (owner: DocumentOwner | null, now: Instant): owner is NoteOwner =>
  owner?.kind === 'conferenceNote' && owner.goesOnUntil !== null && now < owner.goesOnUntil

export const documentAccess = ({ findSeat, findOwner, clock }: DocumentAccessPorts): DocumentAccess => ({
  async judge(memberId, documentId) {
    const [seat, owner] = await Promise.all([findSeat(memberId), findOwner(documentId)])
    if (seat === null || owner === null) return { right: 'none' }
    const { subject, name, organisationName } = seat
    if (owner.kind === 'erased') {
      return { right: decide('case.readErased', subject, owner.facts, clock.now()).allowed ? 'erased' : 'none' }
    }
    const edit = verdictOn('edit', subject, owner, clock.now())
    if (edit.allowed) {
      return { right: 'edit', validUntil: edit.validUntil, member: { name, organisationName, role: subject.role } }
    }
    if (!verdictOn('read', subject, owner, clock.now()).allowed) return { right: 'none' }
    return { right: 'read', seesNames: verdictOn('readNames', subject, owner, clock.now()).allowed }
  },
  async isUnderWay(documentId) {
    return isUnderWay(await findOwner(documentId), clock.now())
  },
  async inRoom(documentId) {
    const owner = await findOwner(documentId)
    return isUnderWay(owner, clock.now()) ? owner.inRoomIds : []
  },
  async belongsTo(documentId) {
    const owner = await findOwner(documentId)
    return owner?.kind === 'conferenceNote' ? [owner.conferenceId, owner.caseId] : []
  },
  async judgeTrail(memberId, documentId, act) {
    // One after the other: it is asked in transactions, too, which do one thing at a time.
    const seat = await findSeat(memberId)
    const owner = await findOwner(documentId)
    if (seat === null || owner === null || owner.kind === 'erased') return false
    return verdictOn(act, seat.subject, owner, clock.now()).allowed
  },
  async mayBegin(memberId) {
    const seat = await findSeat(memberId)
    return seat !== null && verdictOn('edit', seat.subject, { kind: 'councilDocument' }, clock.now()).allowed
  },
})
