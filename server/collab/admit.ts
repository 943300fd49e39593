import type { IncomingMessage } from 'node:http'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { DocumentAccess, DocumentVerdict } from '#server/access/documentAccess.ts'
import type { SessionReader, SignedIn } from '#server/access/signedIn.ts'
import type { DocumentId, IdSource } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { parseSubprotocol } from '#shared/protocol/subprotocol.ts'
import type { Carrier } from './carrier.ts'
import { type DocumentRow, type Documents, schemaVersionToOffer } from './documents.ts'
import { colourOf } from './presenceColours.ts'
import type { HeldRoom, Rooms } from './rooms.ts'
import { Session, type SessionFacts, type SessionPorts } from './session.ts'

export interface AdmitPorts extends SessionPorts {
  readonly access: DocumentAccess
  readonly sessions: SessionReader
  readonly audit: Pick<AuditTrail, 'append'>
  /** Rises whenever a right or a sign-in may have ended. */
  readonly endings: () => number
  readonly documents: Pick<Documents, 'find' | 'raiseSchema'>
  readonly rooms: Rooms
  readonly ids: IdSource
}

/** Somebody who asks to edit a document. */
export interface Applicant {
  readonly carrier: Carrier
  readonly request: IncomingMessage
  readonly documentId: DocumentId
  /** Who they were when their place was counted. */
  readonly signedIn: SignedIn | null
}

/** A session that has joined, and the place it holds in its room. */
export interface HeldSession {
  readonly session: Session
  readonly room: HeldRoom
}

export type Admission<Hosted> =
  | { readonly ok: true; readonly hosted: Hosted }
  | { readonly ok: false; readonly reason: CloseReason }

/** Looks after a session from the moment of its joining on. */
type Host<Hosted> = (held: HeldSession) => Hosted

type Decision =
  | { readonly ok: true; readonly facts: Omit<SessionFacts, 'connectionId'>; readonly validUntil: Instant | null }
  | { readonly ok: false; readonly reason: CloseReason }

/** Rights that change again and again while somebody comes in: they are asked to come back. */
const MAX_DECISIONS = 5

const no = (reason: CloseReason) => ({ ok: false, reason }) as const

/**
 * Lets an applicant into the document's room, or says why not. Facts are loaded and judged; the room is opened from the
 * journal; then it is judged again, and they join and are hosted in the same tick as it is found that nothing has changed
 * since: of what ends from then on the host hears.
 *
 * Throws: the store's error, also when the audit trail cannot say who was let in; the applicant is to be told to come back.
 */
export async function admit<Hosted>(
  ports: AdmitPorts,
  applicant: Applicant,
  host: Host<Hosted>,
): Promise<Admission<Hosted>> {
  const { signedIn, documentId } = applicant
  const [first, row] = await Promise.all([decide(ports, signedIn, documentId), ports.documents.find(documentId)])
  if (!first.ok) return first
  if (row === null) return no('notFound')
  const refusal = refusalOfVersion(applicant.carrier.subprotocol, row)
  if (refusal !== null) return no(refusal)
  // Before its first word: a server of an older release would let clients in that delete what they do not know.
  if (row.schemaVersion < SCHEMA_VERSION) await ports.documents.raiseSchema(row.documentId, SCHEMA_VERSION)

  const remembered = remember(ports, first.facts)
  const held = await ports.rooms.hold(documentId)
  // The row may be of a generation that has begun at another node meanwhile: the room is left, and they come to the next one.
  ports.rooms.heardOf({ documentId, generation: row.generation, sequence: row.snapshotSequence })
  const admission = await remembered()
    .then(() => join(ports, applicant, { held, host }))
    .catch((cause: unknown) => {
      held.release()
      throw cause
    })
  if (!admission.ok) held.release()
  return admission
}

/** Keeps the record while the document is being opened, so that nobody waits for both; calling the answer waits for it. */
function remember({ audit }: AdmitPorts, { memberId, documentId }: Pick<SessionFacts, 'memberId' | 'documentId'>) {
  const kept = audit.append({ kind: 'documentJoined', by: memberId, objectIds: [documentId] })
  // Whoever cannot be let in for want of the document never asks what became of the record.
  kept.catch(() => undefined)
  return () => kept
}

async function join<Hosted>(
  ports: AdmitPorts,
  applicant: Applicant,
  { held, host }: { readonly held: HeldRoom; readonly host: Host<Hosted> },
): Promise<Admission<Hosted>> {
  for (let attempt = 0; attempt < MAX_DECISIONS; attempt++) {
    const [epoch, endings] = [ports.epoch(), ports.endings()]
    const decision = await decide(ports, await ports.sessions.readSignedIn(applicant.request), applicant.documentId)
    if (!decision.ok) return decision
    if (epoch !== ports.epoch() || endings !== ports.endings()) continue
    // From here to the end no `await`: nothing can change between the verdict and the joining.
    if (!applicant.carrier.isOpen || held.room.isClosed) return no('overloaded')
    const refusal = refusalOfVersion(applicant.carrier.subprotocol, held.room.document.row)
    if (refusal !== null) return no(refusal)
    const facts = { ...decision.facts, connectionId: ports.ids.next('connection') }
    const session = new Session(applicant.carrier, { facts, grant: { epoch, validUntil: decision.validUntil } }, ports)
    held.room.join(session)
    return { ok: true, hosted: host({ session, room: held }) }
  }
  return no('overloaded')
}

async function decide({ access }: AdmitPorts, signedIn: SignedIn | null, documentId: DocumentId): Promise<Decision> {
  if (signedIn === null) return no('sessionEnded')
  return decisionOf(signedIn, documentId, await access.judge(signedIn.memberId, documentId))
}

function decisionOf({ sessionId, memberId }: SignedIn, documentId: DocumentId, verdict: DocumentVerdict): Decision {
  if (verdict.right === 'none') return no('notFound')
  // Whatever they hold of it is of a generation that is over, and merges with nothing.
  if (verdict.right === 'erased') return no('generationChanged')
  if (verdict.right === 'read') return no('accessEnded')
  const user = { memberId, ...verdict.member, colour: colourOf(memberId) }
  return { ok: true, facts: { documentId, memberId, sessionId, user }, validUntil: verdict.validUntil }
}

/** A client of a later release than this server is asked to come back: another node, or this one soon, knows what it writes. */
function refusalOfVersion(protocol: string, row: DocumentRow): CloseReason | null {
  const offered = parseSubprotocol(protocol)
  if (offered === null || offered.schemaVersion < schemaVersionToOffer(row)) return 'clientTooOld'
  if (offered.schemaVersion > SCHEMA_VERSION) return 'overloaded'
  return offered.generation === row.generation ? null : 'generationChanged'
}
