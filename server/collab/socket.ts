import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { chooseSubprotocol } from '#shared/protocol/subprotocol.ts'
import type { Applicant } from './admit.ts'
import { askedDocument, type GatePorts, type Refusal, takePlaces, welcome } from './gate.ts'
import { beat } from './heartbeat.ts'
import { socketCarrier } from './socketCarrier.ts'

export interface SocketPorts extends GatePorts {
  /** True for upgrades that somebody else answers. */
  readonly isOthers: (path: string) => boolean
}

const PATH = /^\/sync\/([^/]+)$/

/** @types/ws does not know the newest limits yet. */
const OPTIONS: ServerOptions & { readonly maxFragments: number } = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: 64,
  handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
}

/** Text is no frame: it is taken for one that ends before it begins. */
const NO_FRAME = new Uint8Array(0)

/**
 * Answers `GET /sync/:documentId` of an HTTP server (KS1). Origin, path and limits are refused by a status; everything
 * about the person and the document by a close after the upgrade, since a page cannot see a status and would try for ever.
 */
export function serveSockets(server: Server, ports: SocketPorts): void {
  const sockets = new WebSocketServer(OPTIONS)
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const [path = ''] = (request.url ?? '').split('?')
    if (ports.isOthers(path)) return
    const onError = () => stream.destroy()
    stream.on('error', onError)
    checkUpgrade(ports, request, path)
      .then((checked) => {
        if (!checked.ok) return refuse(stream, checked.refusal)
        const { documentId, signedIn, release } = checked
        stream.off('error', onError)
        // Whoever has gone meanwhile has said so already.
        if (stream.destroyed) return release()
        stream.once('close', release)
        sockets.handleUpgrade(request, stream, head, (socket) => {
          void listen(ports, socket, { request, documentId, signedIn })
        })
      })
      .catch((cause: unknown) => {
        ports.log.error('upgrade.failed', cause)
        refuse(stream, 503)
      })
  })
}

type Checked =
  | ({ readonly ok: true } & Pick<Applicant, 'documentId' | 'signedIn'> & { readonly release: () => void })
  | { readonly ok: false; readonly refusal: Refusal }

async function checkUpgrade(ports: SocketPorts, request: IncomingMessage, path: string): Promise<Checked> {
  const documentId = askedDocument(ports, request, PATH.exec(path)?.[1] ?? null)
  if (typeof documentId === 'number') return { ok: false, refusal: documentId }
  const places = await takePlaces(ports, request, documentId)
  return places === null ? { ok: false, refusal: 429 } : { ok: true, documentId, ...places }
}

function refuse(stream: Duplex, status: Refusal): void {
  // The other side need not end its half.
  stream.once('finish', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Nothing is read from the socket before it has joined: what a client sends too early waits in its own network. */
async function listen(ports: SocketPorts, socket: WebSocket, arrived: Omit<Applicant, 'carrier'>): Promise<void> {
  socket.pause()
  socket.on('error', () => socket.terminate())
  const intake = await welcome(ports, { ...arrived, carrier: socketCarrier(socket, ports.timers) })
  if (intake === null) return
  socket.on('error', (cause: NodeJS.ErrnoException) => {
    const fault = faultOf(cause)
    if (fault !== null) intake.expel(fault, fault === 'tooLarge' ? 'tooLarge' : 'badFrame')
  })
  socket.on('message', (data: Buffer, isBinary) => intake.take(isBinary ? data : NO_FRAME))
  beat(socket, ports)
  socket.resume()
}

/** What is wrong with what a client sent, which the socket has told it already; null where it is the network that failed. */
function faultOf({ code = '' }: NodeJS.ErrnoException): 'tooLarge' | 'malformed' | null {
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'tooLarge'
  return code.startsWith('WS_ERR_') ? 'malformed' : null
}
