import {
  clone,
  createDecoder,
  type Decoder,
  hasContent,
  readUint8,
  readVarString,
  readVarUint,
  readVarUint8Array,
} from 'lib0/decoding'
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import type { CloseCode } from './closeCodes.ts'
import { MAX_FRAME_BYTES } from './limits.ts'

/** First number of a frame. 0 and 1 are y-websocket's, 100–104 ours; its 2 (auth) and 3 (query) never go from a client to a server. */
export const FRAME_TAGS = {
  sync: 0,
  awareness: 1,
  hello: 100,
  ack: 101,
  refusal: 102,
  digest: 103,
  replica: 104,
} as const

const SYNC_TAGS = { step1: 0, step2: 1, update: 2 } as const

/** What a client may send. `syncStep2` and `update` are the write frames: both carry an update and both are counted. */
export type ClientFrame =
  | { readonly kind: 'syncStep1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'syncStep2'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly states: Uint8Array }

/** What only our own page sends besides: its state, when it is not what the server's digest says; empty when it is too large to send. */
export type OwnClientFrame = ClientFrame | { readonly kind: 'replica'; readonly state: Uint8Array }

/** What is wrong with bytes that are no frame. */
export type FrameFault = 'truncated' | 'tooLarge' | 'unknownTag' | 'trailingBytes'
/** A frame, or why there is none. */
export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly fault: FrameFault }

/** Who the connection is and what it is about to see; the first frame the server sends. */
export interface Hello {
  readonly connectionId: string
  readonly generation: number
  readonly schemaVersion: number
}

/** Which write frame was refused, counted from 1 per connection, and the close code that follows. */
export interface FrameRefusal {
  readonly code: CloseCode | number
  readonly frameNumber: number
}

/** What the server sends beyond what a client may. */
export type ServerFrame =
  | ClientFrame
  | ({ readonly kind: 'hello' } & Hello)
  | { readonly kind: 'ack'; readonly writeFrames: number }
  | ({ readonly kind: 'refusal' } & FrameRefusal)
  | { readonly kind: 'digest'; readonly sha256: Uint8Array }

/** Turns untrusted bytes into a typed frame or a named fault. Never throws, never touches a document; the frame's bytes are a view of `bytes`. */
export const decodeClientFrame = (bytes: Uint8Array, maxBytes = MAX_FRAME_BYTES): Decoded<OwnClientFrame> =>
  bytes.byteLength > maxBytes
    ? { ok: false, fault: 'tooLarge' }
    : decode<OwnClientFrame>(bytes, (tag, decoder) => {
        if (tag === FRAME_TAGS.replica) return { kind: 'replica', state: readVarUint8Array(decoder) }
        return readSharedFrame(tag, decoder)
      })

/** Turns the server's bytes into a typed frame or a named fault, for clients that are not y-websocket. Never throws. */
export const decodeServerFrame = (bytes: Uint8Array): Decoded<ServerFrame> =>
  decode<ServerFrame>(bytes, (tag, decoder) => {
    if (tag === FRAME_TAGS.hello) return { kind: 'hello', ...readHello(decoder) }
    if (tag === FRAME_TAGS.ack) return { kind: 'ack', writeFrames: readAck(decoder) }
    if (tag === FRAME_TAGS.refusal) return { kind: 'refusal', ...readRefusal(decoder) }
    if (tag === FRAME_TAGS.digest) return { kind: 'digest', sha256: readDigest(decoder) }
    return readSharedFrame(tag, decoder)
  })

/** Reads a hello after its tag, as y-websocket's handler table wants it. Throws: lib0's error when the bytes end too early. */
export const readHello = (decoder: Decoder): Hello => ({
  connectionId: readVarString(decoder),
  generation: readVarUint(decoder),
  schemaVersion: readVarUint(decoder),
})

/** Reads an ack after its tag: how many write frames of this connection are durable. Throws: as `readHello`. */
export const readAck = (decoder: Decoder): number => readVarUint(decoder)

/** Reads a refusal after its tag. Throws: as `readHello`. */
export const readRefusal = (decoder: Decoder): FrameRefusal => ({
  code: readVarUint(decoder),
  frameNumber: readVarUint(decoder),
})

/** A sync frame after its tag; null when it is of no known kind. Leaves the decoder where it was. Throws: as `readHello`. */
export const peekSync = (decoder: Decoder): ClientFrame | null => readSharedFrame(FRAME_TAGS.sync, clone(decoder))

/** Reads a digest after its tag. Throws: as `readHello`. */
export const readDigest = (decoder: Decoder): Uint8Array => readVarUint8Array(decoder)

/** "This is what I have": asks the other side for the rest. */
export const encodeSyncStep1 = (stateVector: Uint8Array): Uint8Array => encodeSync(SYNC_TAGS.step1, stateVector)

/** The answer to a step 1. A client's is a write frame, the empty one too. */
export const encodeSyncStep2 = (update: Uint8Array): Uint8Array => encodeSync(SYNC_TAGS.step2, update)

/** One change, or several merged into one update. A client's is a write frame. */
export const encodeUpdate = (update: Uint8Array): Uint8Array => encodeSync(SYNC_TAGS.update, update)

/** Presence states as y-protocols writes them. */
export const encodeAwareness = (states: Uint8Array): Uint8Array =>
  encode(FRAME_TAGS.awareness, (encoder) => writeVarUint8Array(encoder, states))

/** The first frame on a connection: who it is and what it is about to see. */
export const encodeHello = (hello: Hello): Uint8Array =>
  encode(FRAME_TAGS.hello, (encoder) => {
    writeVarString(encoder, hello.connectionId)
    writeVarUint(encoder, hello.generation)
    writeVarUint(encoder, hello.schemaVersion)
  })

/** Says that write frames 1…`writeFrames` of this connection are all durable. Unit: write frames, cumulative. */
export const encodeAck = (writeFrames: number): Uint8Array =>
  encode(FRAME_TAGS.ack, (encoder) => writeVarUint(encoder, writeFrames))

/** Names the write frame that ends the connection, just before it is closed with the same code. */
export const encodeRefusal = (refusal: FrameRefusal): Uint8Array =>
  encode(FRAME_TAGS.refusal, (encoder) => {
    writeVarUint(encoder, refusal.code)
    writeVarUint(encoder, refusal.frameNumber)
  })

/** The digest of the document, after all that was sent before it. */
export const encodeDigest = (sha256: Uint8Array): Uint8Array =>
  encode(FRAME_TAGS.digest, (encoder) => writeVarUint8Array(encoder, sha256))

/** All that a page holds, for whoever looks into why it is not what the server holds. */
export const encodeReplica = (state: Uint8Array): Uint8Array =>
  encode(FRAME_TAGS.replica, (encoder) => writeVarUint8Array(encoder, state))

/** True for a frame both sides count: sync of subtype 1 or 2, the empty step 2 included. Looks at two bytes only. */
export const isWriteFrame = (bytes: Uint8Array): boolean =>
  bytes[0] === FRAME_TAGS.sync && (bytes[1] === SYNC_TAGS.step2 || bytes[1] === SYNC_TAGS.update)

function readSharedFrame(tag: number, decoder: Decoder): ClientFrame | null {
  if (tag === FRAME_TAGS.awareness) return { kind: 'awareness', states: readVarUint8Array(decoder) }
  if (tag !== FRAME_TAGS.sync) return null
  const subtype = readTag(decoder)
  if (subtype === SYNC_TAGS.step1) return { kind: 'syncStep1', stateVector: readVarUint8Array(decoder) }
  if (subtype === SYNC_TAGS.step2) return { kind: 'syncStep2', update: readVarUint8Array(decoder) }
  if (subtype === SYNC_TAGS.update) return { kind: 'update', update: readVarUint8Array(decoder) }
  return null
}

/** A tag is one byte, so that a padded spelling of it, which `isWriteFrame` would not count, is an unknown tag. */
function readTag(decoder: Decoder): number {
  if (!hasContent(decoder)) throw new RangeError('no tag')
  return readUint8(decoder)
}

function decode<Frame>(bytes: Uint8Array, read: (tag: number, decoder: Decoder) => Frame | null): Decoded<Frame> {
  try {
    const decoder = createDecoder(bytes)
    const frame = read(readTag(decoder), decoder)
    if (frame === null) return { ok: false, fault: 'unknownTag' }
    return hasContent(decoder) ? { ok: false, fault: 'trailingBytes' } : { ok: true, frame }
  } catch {
    // lib0 signals a short buffer by throwing; for us that is an answer, not an accident.
    return { ok: false, fault: 'truncated' }
  }
}

function encodeSync(subtype: number, payload: Uint8Array): Uint8Array {
  const head = encode(FRAME_TAGS.sync, (encoder) => {
    writeVarUint(encoder, subtype)
    writeVarUint(encoder, payload.byteLength)
  })
  // An encoder would copy a whole document twice more.
  const frame = new Uint8Array(head.byteLength + payload.byteLength)
  frame.set(head)
  frame.set(payload, head.byteLength)
  return frame
}

function encode(tag: number, write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, tag)
  write(encoder)
  return toUint8Array(encoder)
}
