import { once } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { decodeServerFrame, encodeSyncStep1, encodeSyncStep2, type ServerFrame } from '#shared/protocol/frames.ts'
import type { Door } from './participant.ts'
import { until } from './until.ts'

/** What came of asking for a socket: a status instead of an upgrade, or a close after it. */
export interface Ending {
  readonly status: number | null
  readonly code: number | null
}

/** A client that sends any bytes it likes. */
export class RawClient {
  readonly frames: ServerFrame[] = []
  readonly socket: WebSocket
  readonly ended: Promise<Ending>
  #ending: Ending | null = null

  constructor(
    door: Partial<Door> & Pick<Door, 'address' | 'documentId'>,
    protocols: readonly string[] = ['tsunagi.v1.g1'],
  ) {
    const headers = {
      ...(door.origin === undefined ? {} : { origin: door.origin }),
      ...(door.cookie === undefined ? {} : { cookie: door.cookie }),
    }
    this.socket = new WebSocket(`${door.address}/sync/${door.documentId}`, [...protocols], { headers })
    this.socket.on('error', () => undefined)
    this.socket.on('message', (data: Buffer) => {
      const decoded = decodeServerFrame(data)
      if (!decoded.ok) throw new Error(`the server sent a frame that is ${decoded.fault}`)
      this.frames.push(decoded.frame)
    })
    this.ended = this.#awaitEnd()
  }

  /** The newest ack; 0 before the first. */
  get acked(): number {
    return this.frames.findLast((frame) => frame.kind === 'ack')?.writeFrames ?? 0
  }

  get isOpen(): boolean {
    return this.#ending === null
  }

  send(bytes: Uint8Array | string): void {
    this.socket.send(bytes)
  }

  /** Comes in as an honest client would: opens, says what it has, and answers the server's step 1. */
  async comeIn(doc: Y.Doc = new Y.Doc()): Promise<void> {
    await until(() => this.frames.some(({ kind }) => kind === 'syncStep1') || !this.isOpen, 'the server asks')
    this.send(encodeSyncStep1(Y.encodeStateVector(doc)))
    await until(() => this.frames.some(({ kind }) => kind === 'syncStep2') || !this.isOpen, 'the server answers')
    for (const frame of this.frames) if (frame.kind === 'syncStep2') Y.applyUpdate(doc, frame.update)
  }

  /** Answers the server's step 1 with all that a document has. */
  answer(doc: Y.Doc): void {
    const asked = this.frames.findLast((frame) => frame.kind === 'syncStep1')
    if (asked?.kind !== 'syncStep1') throw new Error('the server has not asked')
    this.send(encodeSyncStep2(Y.encodeStateAsUpdate(doc, asked.stateVector)))
  }

  async roundTrip(): Promise<void> {
    const pong = once(this.socket, 'pong')
    this.socket.ping()
    await Promise.race([pong, this.ended])
  }

  leave(): void {
    this.socket.terminate()
  }

  async #awaitEnd(): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>()
    this.socket.on('unexpected-response', (request: ClientRequest, response: IncomingMessage) => {
      request.destroy()
      resolve({ status: response.statusCode ?? null, code: null })
    })
    this.socket.on('close', (code: number) => resolve({ status: null, code }))
    this.#ending = await promise
    return this.#ending
  }
}
