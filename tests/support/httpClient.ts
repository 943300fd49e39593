import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { encodeAwareness } from '#shared/protocol/frames.ts'
import {
  decodeServerParcel,
  encodeClientParcel,
  PARCEL_HEADERS,
  piecesOf,
  type ServerParcel,
} from '#shared/protocol/parcels.ts'
import { tokenOf } from './collabRig.ts'
import type { Door } from './participant.ts'

/** A client of the way without a socket that sends any bytes it likes, one request at a time. */
export class HttpClient {
  session = ''
  #sent = 0
  #received = 0
  readonly #door: Door
  readonly #token: string

  /** `member`: whose page's token it shows. */
  constructor(door: Door, member: number) {
    this.#door = door
    this.#token = tokenOf(member)
  }

  async open(): Promise<ServerParcel> {
    const answer = await this.ask('POST', 'session')
    this.session = answer.headers.get(PARCEL_HEADERS.session) ?? ''
    return this.#read(answer)
  }

  async post(body: Uint8Array): Promise<ServerParcel> {
    return this.#read(await this.ask('POST', 'frames', body))
  }

  /** Sends frames as the next ones. */
  async sendFrames(frames: readonly Uint8Array[]): Promise<ServerParcel> {
    const first = this.#sent + 1
    this.#sent += frames.length
    return this.post(encodeClientParcel({ first, pieces: frames.flatMap((frame) => piecesOf(frame, 524_288)) }))
  }

  /** Shows a presence under an id. */
  async show(clientId: number): Promise<void> {
    const doc = new Y.Doc()
    doc.clientID = clientId
    const awareness = new Awareness(doc)
    await this.sendFrames([encodeAwareness(encodeAwarenessUpdate(awareness, [clientId]))])
    awareness.destroy()
    doc.destroy()
  }

  async poll(): Promise<ServerParcel> {
    const parcel = await this.#read(await this.ask('POST', 'poll'))
    this.#received += parcel.frames.length
    return parcel
  }

  async statusOf(place: string): Promise<number> {
    const answer = await this.ask('POST', place)
    await answer.arrayBuffer()
    return answer.status
  }

  ask(method: string, place: string, body?: Uint8Array): Promise<Response> {
    const { address, documentId, cookie, origin, subprotocol = 'tsunagi.v1.g1' } = this.#door
    return fetch(`${address.replace(/^ws/, 'http')}/sync/${documentId}/${place}`, {
      method,
      headers: {
        ...{ cookie, origin, 'x-csrf-token': this.#token },
        [PARCEL_HEADERS.subprotocol]: subprotocol,
        [PARCEL_HEADERS.session]: this.session,
        [PARCEL_HEADERS.received]: String(this.#received),
      },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
  }

  async #read(answer: Response): Promise<ServerParcel> {
    const parcel = decodeServerParcel(new Uint8Array(await answer.arrayBuffer()))
    if (parcel === null) throw new Error(`the server answered ${answer.status} and no parcel`)
    return parcel
  }
}
