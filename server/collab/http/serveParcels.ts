import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DocumentId } from '#shared/core/ids.ts'
import { CLOSE_CODES, type CloseReason } from '#shared/protocol/closeCodes.ts'
import { MAX_PARCEL_BYTES } from '#shared/protocol/limits.ts'
import { decodeClientParcel, encodeServerParcel, PARCEL_HEADERS } from '#shared/protocol/parcels.ts'
import { askedDocument, type GatePorts, type Refusal, takePlaces, welcome } from '../gate.ts'
import type { HttpSession } from './httpSession.ts'
import type { HttpSessions } from './httpSessions.ts'
import { PollCarrier } from './pollCarrier.ts'
import { readBody } from './requestBody.ts'

export interface ParcelPorts extends GatePorts {
  readonly httpSessions: HttpSessions
}

const PATH = /^\/sync\/([^/]+)\/(session|frames|poll)$/

/** A request for a document that has passed what is asked of every one. */
interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly documentId: DocumentId
}

type Answer = (ports: ParcelPorts, asked: Asked) => Promise<void>

/**
 * Answers documents where there is no WebSocket: `POST /sync/:documentId/session` opens, `…/frames` brings frames, `…/poll`
 * waits for the server's, `DELETE …/session` leaves. What a socket is refused by a status is refused by one here too, and
 * what it is closed with stands in the answer, before any content (KS1). Every request shows that it comes from our page.
 */
export async function serveParcels(ports: ParcelPorts, request: IncomingMessage, response: ServerResponse) {
  try {
    const [path = ''] = (request.url ?? '').split('?')
    const [, named = null, place = ''] = PATH.exec(path) ?? []
    const answer = ANSWERS[`${request.method} ${place}`]
    const documentId = askedDocument(ports, request, answer === undefined ? null : named)
    if (answer === undefined || typeof documentId === 'number') refuse(response, Number(documentId))
    else if (!isSameSite(request)) refuse(response, 403)
    else await answer(ports, { request, response, documentId })
  } catch (cause) {
    ports.log.error('request.failed', cause, { method: request.method ?? '' })
    refuse(response, 503)
  }
}

const ANSWERS: { readonly [asked: string]: Answer } = {
  'POST session': open,
  'POST frames': takeFrames,
  'POST poll': poll,
  'DELETE session': leave,
}

const isSameSite = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'same-origin'

async function open(ports: ParcelPorts, { request, response, documentId }: Asked): Promise<void> {
  const places = await takePlaces(ports, request, documentId)
  if (places === null) return refuse(response, 429)
  const { signedIn, release } = places
  const carrier = new PollCarrier(headerOf(request, PARCEL_HEADERS.subprotocol), ports.timers)
  void carrier.closed.then(release)
  if (signedIn === null) {
    carrier.close('sessionEnded')
    response.setHeader('connection', 'close')
    return send(response, carrier.parcel())
  }
  if (!ports.sessions.carriesToken(request, signedIn)) {
    carrier.cut()
    return refuse(response, 403)
  }
  const intake = await welcome(ports, { carrier, request, documentId, signedIn })
  if (intake !== null) {
    const { name, session } = ports.httpSessions.open({ documentId, carrier, signedIn })
    session.joined(intake)
    response.setHeader(PARCEL_HEADERS.session, name)
  }
  send(response, carrier.parcel())
}

async function takeFrames(ports: ParcelPorts, asked: Asked): Promise<void> {
  const found = await findSession(ports, asked, 'acts')
  if (found === null) return
  const body = await found.read(() => readBody(asked.request, MAX_PARCEL_BYTES))
  // With its connection goes what was read of it.
  if (body === 'unread') asked.response.setHeader('connection', 'close')
  else takeBody(found, body)
  send(asked.response, found.facts.carrier.parcel())
}

function takeBody(session: HttpSession, body: Uint8Array | null): void {
  const parcel = body === null ? null : decodeClientParcel(body)
  if (parcel !== null) session.take(parcel)
  else session.expel(body === null ? 'tooLarge' : 'badFrame')
}

async function poll(ports: ParcelPorts, asked: Asked): Promise<void> {
  const found = await findSession(ports, asked, 'waits')
  if (found === null) return
  const { response, request } = asked
  const answer = (parcel: Uint8Array) => send(response, parcel)
  response.once('close', () => found.facts.carrier.hangUp(answer))
  found.facts.carrier.poll(Number(headerOf(request, PARCEL_HEADERS.received)) || 0, answer)
}

async function leave(ports: ParcelPorts, asked: Asked): Promise<void> {
  const found = await findSession(ports, asked, 'waits')
  found?.facts.carrier.cut()
  if (found !== null) send(asked.response, found.facts.carrier.parcel())
}

/**
 * The session a request belongs to, when it is its person who asks; otherwise answers the request and is null. One that is
 * not known here, after a start anew or a long silence, is told to begin anew.
 */
async function findSession(ports: ParcelPorts, asked: Asked, doing: 'acts' | 'waits'): Promise<HttpSession | null> {
  const { request, response, documentId } = asked
  const found = ports.httpSessions.find(headerOf(request, PARCEL_HEADERS.session))
  if (found === null || found.facts.documentId !== documentId) return end(response, 'overloaded')
  if (!ports.sessions.carriesToken(request, found.facts.signedIn)) return refuseNull(response, 403)
  if (!found.heard()) found.expel('overBudget')
  else await lookUp(ports, asked, found, doing)
  return found
}

/** Whose cookie it is has been asked when the session opened; it is asked again now and then, for a sign-in that has run out. */
async function lookUp(ports: ParcelPorts, asked: Asked, found: HttpSession, doing: 'acts' | 'waits'): Promise<void> {
  const cookie = asked.request.headers.cookie ?? ''
  if (found.isKnown(cookie) || !found.facts.carrier.isOpen) return
  // Who writes is at work, and the sign-in lives on as with any request; who only waits is not.
  const signedIn = await ports.sessions.readSignedIn(asked.request, doing === 'acts' ? asked.response : undefined)
  if (signedIn?.sessionId === found.facts.signedIn.sessionId) found.foundToBe(cookie)
  else found.facts.carrier.close('sessionEnded')
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function end(response: ServerResponse, reason: CloseReason): null {
  send(response, encodeServerParcel({ closeCode: CLOSE_CODES[reason], taken: 0, first: 1, frames: [] }))
  return null
}

function refuseNull(response: ServerResponse, status: Refusal): null {
  refuse(response, status)
  return null
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

function send(response: ServerResponse, parcel: Uint8Array): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/octet-stream' }).end(parcel)
}

/** The body that was not read is not waited for. */
function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status, { ...HEADERS, connection: 'close' }).end()
}
