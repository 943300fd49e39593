import { createDecoder, hasContent, readUint8, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, type Encoder, toUint8Array, writeUint8, writeVarUint, writeVarUint8Array } from 'lib0/encoding'

/**
 * What one HTTP body carries where there is no WebSocket: frames unchanged, numbered so that a body that comes twice is
 * taken once. Names of the headers that go with it stand here too.
 */
export const PARCEL_HEADERS = {
  /** What a WebSocket would offer as its subprotocol. */
  subprotocol: 'x-sync-protocol',
  /** Which session a request belongs to; given by the server when it opens, known to that page only. */
  session: 'x-sync-session',
  /** How many of the server's frames have arrived; those are not sent again. */
  received: 'x-sync-received',
} as const

/** Where the bodies go, after `/sync/:documentId`. */
export const PARCEL_PATHS = { session: 'session', frames: 'frames', poll: 'poll' } as const

/** A frame, or a part of one that is too large for one body. */
export interface Piece {
  readonly bytes: Uint8Array
  /** True for the last piece of its frame, the only one of most. */
  readonly isLast: boolean
}

/** From client to server. */
export interface ClientParcel {
  /** The number of its first piece, counted from 1 in this session. */
  readonly first: number
  readonly pieces: readonly Piece[]
}

/** From server to client. */
export interface ServerParcel {
  /** 0 while the session goes on; otherwise what a WebSocket would have been closed with. */
  readonly closeCode: number
  /** How many of the client's pieces have been taken. */
  readonly taken: number
  /** The number of its first frame, counted from 1 in this session. */
  readonly first: number
  readonly frames: readonly Uint8Array[]
}

export function encodeClientParcel({ first, pieces }: ClientParcel): Uint8Array {
  return encode((encoder) => {
    writeVarUint(encoder, first)
    for (const { bytes, isLast } of pieces) {
      writeUint8(encoder, isLast ? 1 : 0)
      writeVarUint8Array(encoder, bytes)
    }
  })
}

/** Reads untrusted bytes; null when they are no parcel. Never throws; the pieces are views of `bytes`. */
export function decodeClientParcel(bytes: Uint8Array): ClientParcel | null {
  try {
    const decoder = createDecoder(bytes)
    const first = readVarUint(decoder)
    const pieces: Piece[] = []
    while (hasContent(decoder)) {
      const mark = readUint8(decoder)
      if (mark > 1) return null
      const piece = { isLast: mark === 1, bytes: readVarUint8Array(decoder) }
      // No frame is empty, nor is a part of one.
      if (piece.bytes.byteLength === 0) return null
      pieces.push(piece)
    }
    return first >= 1 ? { first, pieces } : null
  } catch {
    // lib0 signals a short buffer by throwing; for us that is an answer, not an accident.
    return null
  }
}

export function encodeServerParcel({ closeCode, taken, first, frames }: ServerParcel): Uint8Array {
  return encode((encoder) => {
    writeVarUint(encoder, closeCode)
    writeVarUint(encoder, taken)
    writeVarUint(encoder, first)
    for (const frame of frames) writeVarUint8Array(encoder, frame)
  })
}

/** Reads what the server or something between may have sent; null when it is no parcel. Never throws. */
export function decodeServerParcel(bytes: Uint8Array): ServerParcel | null {
  try {
    const decoder = createDecoder(bytes)
    const [closeCode, taken, first] = [readVarUint(decoder), readVarUint(decoder), readVarUint(decoder)]
    const frames: Uint8Array[] = []
    while (hasContent(decoder)) frames.push(readVarUint8Array(decoder))
    return { closeCode, taken, first, frames }
  } catch {
    // A proxy's own page, or half an answer: for us no parcel.
    return null
  }
}

/** Cuts a frame into pieces of at most `pieceBytes`. */
export function piecesOf(frame: Uint8Array, pieceBytes: number): readonly Piece[] {
  const count = Math.ceil(frame.byteLength / pieceBytes)
  return Array.from({ length: count }, (_, index) => ({
    bytes: frame.subarray(index * pieceBytes, (index + 1) * pieceBytes),
    isLast: index === count - 1,
  }))
}

function encode(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}
