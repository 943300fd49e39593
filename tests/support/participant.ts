import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { PollSocket } from '#client/collab/connection/pollSocket.ts'
import { browserTimers } from '#client/collab/connection/timers.ts'
import { createHttp } from '#client/platform/http.ts'
import { plainText } from '#shared/document/plainText.ts'
import { bodyOf, readBody } from '#shared/document/readBody.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import { closeReasonOf } from '#shared/protocol/closeCodes.ts'
import { FRAME_TAGS, isWriteFrame, readAck, readHello } from '#shared/protocol/frames.ts'
import { until } from './until.ts'

// Each provider listens for the end of the process.
process.setMaxListeners(0)

/** How a participant reaches a document. */
export interface Door {
  /** `ws://host:port` */
  readonly address: string
  readonly documentId: string
  readonly origin: string
  readonly cookie: string
  readonly subprotocol?: string
  /** The token of a page that goes by posts and polls; without one it goes by a socket. */
  readonly token?: string
}

/** A stock y-websocket client in Node, told apart from a page only by setting its own Origin and cookie. */
export class Participant {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  /** Every ack of the present connection, in the order they came. */
  acks: number[] = []
  /** Unit: write frames of the present connection. */
  sent = 0
  helloCount = 0
  /** Every byte received, over all connections. */
  receivedBytes = 0
  /** Called for each write frame just before it goes out, with its number on its connection. */
  onWriteFrame: (frameNumber: number, bytes: Uint8Array) => void = () => undefined
  onAck: (acked: number) => void = () => undefined
  /** What waits to go out while the way out is held. */
  #held: (() => void)[] | null = null
  lastClose: { readonly code: number; readonly reason: CloseReason | null } | null = null

  constructor(door: Door, { connect = true }: { readonly connect?: boolean } = {}) {
    this.provider = new WebsocketProvider(`${door.address}/sync`, door.documentId, this.doc, {
      connect,
      disableBc: true,
      protocols: [door.subprotocol ?? 'tsunagi.v1.g1'],
      maxBackoffTime: 400,
      WebSocketPolyfill: door.token === undefined ? socketOf(door, this) : pollSocketOf(door, door.token, this),
    })
    this.provider.messageHandlers[FRAME_TAGS.hello] = (_encoder, decoder) => {
      readHello(decoder)
      this.helloCount++
    }
    this.provider.messageHandlers[FRAME_TAGS.ack] = (_encoder, decoder) => {
      const acked = readAck(decoder)
      this.acks.push(acked)
      this.onAck(acked)
    }
    this.provider.messageHandlers[FRAME_TAGS.refusal] = () => undefined
    this.provider.messageHandlers[FRAME_TAGS.digest] = () => undefined
    this.provider.on('connection-close', (event: { readonly code: number } | null) => {
      if (event !== null) this.lastClose = { code: event.code, reason: closeReasonOf(event.code) }
    })
  }

  /** Adds text at the end of the first paragraph. */
  type(text: string): void {
    this.doc.transact(() => {
      const line = this.line()
      line.insert(line.length, text)
    })
  }

  /** Takes away the first `count` characters of the first paragraph. */
  erase(count: number): void {
    const line = this.line()
    line.delete(0, Math.min(count, line.length))
  }

  /** All the words of the document. */
  get text(): string {
    return plainText(readBody(this.doc))
  }

  /** Resolves when this client has the document. */
  async synced(): Promise<void> {
    await until(() => this.provider.synced, 'a participant has the document')
  }

  /** Resolves when this client has the document and the server has all of this client's edits. */
  async settled(): Promise<void> {
    await until(
      () => this.provider.synced && this.acks.at(-1) === this.sent,
      'a participant has everything acknowledged',
    )
  }

  /** Resolves when this client reads `words`. */
  async reads(words: string): Promise<void> {
    await until(() => this.text.includes(words), `a participant reads ${words}`)
  }

  /** Resolves when everything that the server had sent before has arrived: a pong comes after it, and nothing after a close. */
  async roundTrip(): Promise<void> {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN) return
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.on('pong', resolve)
    socket.on('close', resolve)
    socket.ping()
    await promise
    socket.off('pong', resolve)
    socket.off('close', resolve)
  }

  /** Takes nothing from the network any more, as a page that hangs. */
  stopReading(): void {
    this.#socket?.pause()
  }

  /** Takes what waits in the network. */
  goOnReading(): void {
    this.#socket?.resume()
  }

  /** What is sent from now on waits, while the connection stays. */
  holdSending(): void {
    this.#held ??= []
  }

  /** What waited goes out in the order it was sent; what a connection that is gone had is lost. */
  goOnSending(): void {
    const waiting = this.#held ?? []
    this.#held = null
    for (const send of waiting) send()
  }

  /** Sends now, or when the way out is held no more. */
  carry(send: () => void): void {
    if (this.#held === null) send()
    else this.#held.push(send)
  }

  leave(): void {
    this.provider.destroy()
    this.provider.awareness.destroy()
    this.doc.destroy()
  }

  /** The provider's socket is the counting one below, which is a socket of ws; null while it has none. */
  get #socket(): WebSocket | null {
    return this.provider.ws as unknown as WebSocket | null
  }

  /** Adds a paragraph of its own after all others. Returns its text. */
  addLine(): Y.XmlText {
    const [paragraph, line] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
    paragraph.insert(0, [line])
    bodyOf(this.doc).push([paragraph])
    return line
  }

  /** The text of the first paragraph; made by whoever writes first. */
  line(): Y.XmlText {
    const section = bodyOf(this.doc).get(0)
    const paragraph = section instanceof Y.XmlElement ? section.get(0) : null
    if (!(paragraph instanceof Y.XmlElement)) throw new Error('the document has not come yet')
    const line = paragraph.get(0)
    if (line instanceof Y.XmlText) return line
    const made = new Y.XmlText()
    paragraph.insert(0, [made])
    return made
  }
}

/** A class, since the provider makes a new socket at each connection; it counts as the page's own does (KS5). */
function socketOf(door: Door, participant: Participant): typeof globalThis.WebSocket {
  class CountingSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { origin: door.origin, cookie: door.cookie } })
      participant.acks = []
      participant.sent = 0
      this.on('message', (data: Buffer) => {
        participant.receivedBytes += data.byteLength
      })
    }

    override send(data: Uint8Array): void {
      if (isWriteFrame(data)) participant.onWriteFrame(++participant.sent, data)
      participant.carry(() => super.send(data))
    }
  }
  // The provider asks for a browser's socket class, of which ws has all that it uses.
  return CountingSocket as unknown as typeof globalThis.WebSocket
}

/** The same by posts and polls, as the page's own code does them. */
function pollSocketOf(door: Door, token: string, participant: Participant): typeof globalThis.WebSocket {
  const http = createHttp((path, options) => {
    const headers = { ...options?.headers, origin: door.origin, cookie: door.cookie }
    return fetch(`${door.address.replace(/^ws/, 'http')}${path}`, { ...options, headers })
  })
  http.rememberToken(token)
  class CountingPolls extends PollSocket {
    constructor() {
      super(
        { http, timers: browserTimers, path: `/sync/${door.documentId}`, onPart: () => undefined },
        door.subprotocol ?? 'tsunagi.v1.g1',
      )
      participant.acks = []
      participant.sent = 0
    }

    override send(data: Uint8Array<ArrayBuffer>): void {
      if (isWriteFrame(data)) participant.onWriteFrame(++participant.sent, data)
      super.send(data)
    }
  }
  return CountingPolls as unknown as typeof globalThis.WebSocket
}
