import type { IncomingMessage } from 'node:http'
import type { SignedIn } from '#server/access/signedIn.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import { type DocumentId, isId } from '#shared/core/ids.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { type AdmitPorts, type Applicant, admit, type HeldSession } from './admit.ts'
import type { ConnectionLimits } from './connectionLimits.ts'
import { Intake, type IntakePorts } from './intake.ts'

/** What both ways to a document need: a WebSocket, and posts and polls. */
export interface GatePorts extends AdmitPorts {
  readonly connections: ConnectionLimits
  readonly timers: Timers
  readonly log: Log
  /** The exact origins whose pages may connect. */
  readonly origins: () => readonly string[]
  /** The address a request comes from, behind however many proxies may be believed. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly onOpened: (held: HeldSession, intake: Intake) => void
  readonly onClosed: (held: HeldSession) => void
  readonly onReplica: IntakePorts['onReplica']
}

/** What may be wrong with a request before anything about the person is asked. */
export type Refusal = 400 | 403 | 404 | 413 | 429 | 503

/** Unit: milliseconds from asking to the joining. */
const ADMIT_WITHIN_MS = 10_000

/** The document a request is for, or what is wrong with its address or its page. `named`: null when the path names nothing. */
export function askedDocument(ports: GatePorts, request: IncomingMessage, named: string | null): DocumentId | Refusal {
  if (named === null) return 404
  if (!isId('document', named)) return 400
  return ports.origins().includes(request.headers.origin ?? '') ? named : 403
}

/** Counts one more connection; null when there are too many. Calling the answer gives its places back. */
export async function takePlaces(
  ports: GatePorts,
  request: IncomingMessage,
  documentId: DocumentId,
): Promise<{ readonly signedIn: SignedIn | null; readonly release: () => void } | null> {
  const ofAddress = ports.connections.takeAddress(ports.addressOf(request), ports.sessions.signedIdOf(request))
  if (ofAddress === null) return null
  const signedIn = await ports.sessions.readSignedIn(request).catch((cause: unknown) => {
    ofAddress()
    throw cause
  })
  const others = placesOf(ports, documentId, signedIn)
  if (others !== null) return { signedIn, release: () => [ofAddress, ...others].map((give) => give()) }
  ofAddress()
  return null
}

/** Nobody's connections are not counted further: they are closed in the next moment. */
function placesOf({ connections }: GatePorts, documentId: DocumentId, signedIn: SignedIn | null) {
  if (signedIn === null) return []
  const ofMember = connections.takeMember(signedIn.memberId)
  if (ofMember === null) return null
  const ofDocument = connections.takeDocument(documentId)
  if (ofDocument === null) {
    ofMember()
    return null
  }
  return [ofMember, ofDocument]
}

/** Lets an applicant in, and answers with what takes their frames; or closes, saying why, and answers null. */
export async function welcome(ports: GatePorts, applicant: Applicant): Promise<Intake | null> {
  const { carrier, documentId } = applicant
  const tooLate = ports.timers.after(ADMIT_WITHIN_MS, () => carrier.close('overloaded'))
  try {
    const admission = await admit(ports, applicant, (held) => host(ports, applicant, held))
    if (admission.ok) return admission.hosted
    ports.log.info('socket.refused', { documentId, reason: admission.reason })
    await recordRefusal(ports, applicant, admission.reason)
    carrier.close(admission.reason)
  } catch (cause) {
    ports.log.error('socket.notAdmitted', cause, { documentId })
    carrier.close('overloaded')
  } finally {
    tooLate.stop()
  }
  return null
}

/** The reasons that are about a person's right. Of what is not theirs and what does not exist the same is kept. */
const OF_RIGHTS: readonly CloseReason[] = ['notFound', 'accessEnded']

async function recordRefusal({ audit }: GatePorts, { signedIn, documentId }: Applicant, because: CloseReason) {
  if (signedIn === null || !OF_RIGHTS.includes(because)) return
  const record = { kind: 'accessRefused', by: signedIn.memberId, objectIds: [documentId] } as const
  await audit.append({ ...record, outcome: 'refused', because })
}

function host(ports: GatePorts, { carrier }: Applicant, held: HeldSession): Intake {
  const { session, room } = held
  const intake = new Intake(session, room.room, { ...ports, maxFrameBytes: carrier.maxFrameBytes })
  ports.onOpened(held, intake)
  void carrier.closed.then(() => {
    room.room.leave(session)
    ports.onClosed(held)
    room.release()
  })
  return intake
}
