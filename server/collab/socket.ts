import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import type { SignedIn } from '#server/access/signedIn.ts'
import type { Log } from '#server/platform/log.ts'
import { type DocumentId, isId } from '#shared/core/ids.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { chooseSubprotocol } from '#shared/protocol/subprotocol.ts'
import { type AdmitPorts, admit, type HeldSession } from './admit.ts'
import { closeSocket } from './closeSocket.ts'
import type { ConnectionLimits } from './connectionLimits.ts'
import { beat } from './heartbeat.ts'
import { Intake } from './intake.ts'

export interface SocketPorts extends AdmitPorts {
  readonly connections: ConnectionLimits
  readonly log: Log
  /** The exact origins whose pages may connect. */
  readonly origins: () => readonly string[]
  /** The address a request comes from, behind however many proxies may be believed. */
  readonly addressOf: (request: IncomingMessage) => string
  /** True for upgrades that somebody else answers. */
  readonly isOthers: (path: string) => boolean
  readonly onOpened: (held: HeldSession, intake: Intake) => void
  readonly onClosed: (held: HeldSession) => void
}

const PATH = /^\/sync\/([^/]+)$/
/** Unit: milliseconds from the upgrade to the joining. */
const ADMIT_WITHIN_MS = 10_000

/** What may be wrong with an upgrade before anything about the person is asked. */
type Refusal = 400 | 403 | 404 | 429 | 503

/** @types/ws does not know the newest limits yet. */
const OPTIONS: ServerOptions & { readonly maxFragments: number } = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: 64,
  handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
}

/**
 * Answers `GET /sync/:documentId` of an HTTP server (KS1). Origin, path and limits are refused by a status; everything
 * about the person and the document by a close after the upgrade, since a page cannot see a status and would try for ever.
 */
export function serveDocuments(server: Server, ports: SocketPorts): void {
  const sockets = new WebSocketServer(OPTIONS)
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const [path = ''] = (request.url ?? '').split('?')
    if (ports.isOthers(path)) return
    const onError = () => stream.destroy()
    stream.on('error', onError)
    checkUpgrade(ports, request, path)
      .then((checked) => {
        if (!checked.ok) return refuse(stream, checked.refusal)
        stream.off('error', onError)
        stream.once('close', checked.release)
        sockets.handleUpgrade(request, stream, head, (socket) => {
          void welcome(ports, { socket, request, documentId: checked.documentId })
        })
      })
      .catch((cause: unknown) => {
        ports.log.error('upgrade.failed', cause)
        refuse(stream, 503)
      })
  })
}

type Checked =
  | { readonly ok: true; readonly documentId: DocumentId; readonly release: () => void }
  | { readonly ok: false; readonly refusal: Refusal }

async function checkUpgrade(ports: SocketPorts, request: IncomingMessage, path: string): Promise<Checked> {
  const documentId = PATH.exec(path)?.[1]
  if (documentId === undefined) return { ok: false, refusal: 404 }
  if (!isId('document', documentId)) return { ok: false, refusal: 400 }
  if (!ports.origins().includes(request.headers.origin ?? '')) return { ok: false, refusal: 403 }

  const fromAddress = ports.connections.takeAddress(ports.addressOf(request))
  if (fromAddress === null) return { ok: false, refusal: 429 }
  const places = takePlaces(ports, documentId, await ports.sessions.readSignedIn(request))
  if (places !== null) return { ok: true, documentId, release: () => [fromAddress, ...places].map((give) => give()) }
  fromAddress()
  return { ok: false, refusal: 429 }
}

/** Nobody's sockets are not counted further: they are closed in the next moment. */
function takePlaces({ connections }: SocketPorts, documentId: DocumentId, signedIn: SignedIn | null) {
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

function refuse(stream: Duplex, status: Refusal): void {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

interface Welcomed {
  readonly socket: WebSocket
  readonly request: IncomingMessage
  readonly documentId: DocumentId
}

/** Nothing is read from the socket before it has joined: what a client sends too early waits in its own network. */
async function welcome(ports: SocketPorts, applicant: Welcomed): Promise<void> {
  const { socket, documentId } = applicant
  socket.pause()
  socket.on('error', () => socket.terminate())
  const tooLate = ports.timers.after(ADMIT_WITHIN_MS, () => closeSocket(socket, 'overloaded', ports.timers))
  try {
    const admission = await admit(ports, applicant)
    if (admission.ok) return listen(ports, socket, admission)
    ports.log.info('socket.refused', { documentId, reason: admission.reason })
    closeSocket(socket, admission.reason, ports.timers)
  } catch (cause) {
    ports.log.error('socket.notAdmitted', cause, { documentId })
    closeSocket(socket, 'overloaded', ports.timers)
  } finally {
    tooLate.stop()
  }
}

function listen(ports: SocketPorts, socket: WebSocket, held: HeldSession): void {
  const { session, room } = held
  const intake = new Intake(session, room.room, ports)
  ports.onOpened(held, intake)
  socket.on('message', (data: Buffer, isBinary) => (isBinary ? intake.take(data) : session.refuse(0)))
  socket.once('close', () => {
    room.room.leave(session)
    ports.onClosed(held)
    room.release()
  })
  beat(socket, ports)
  socket.resume()
}
