import { createDecoder, hasContent, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { decodeUtf8 } from 'lib0/string'
import type { MemberId } from '#shared/core/ids.ts'
import { MAX_PRESENCE_FRAME_BYTES, MAX_PRESENCE_STATE_BYTES } from '#shared/protocol/limits.ts'

/** A Yjs relative position as JSON: a place in the text that survives edits. */
export interface RelativePosition {
  readonly type: PositionId | null
  readonly tname: string | null
  readonly item: PositionId | null
  readonly assoc: number
}

interface PositionId {
  readonly client: number
  readonly clock: number
}

/** Where a member's caret is, and where their selection began. */
export interface Cursor {
  readonly anchor: RelativePosition
  readonly head: RelativePosition
}

/** All that a client may say about itself. */
export interface OwnPresence {
  readonly clientId: number
  /** The id that the page writes under; a stock client's is the one it shows itself by. */
  readonly writer: number
  /** True when the client says that it leaves. */
  readonly isLeaving: boolean
  readonly cursor: Cursor | null
  readonly composing: boolean
}

/** `nothing`: the frame was about others only, as stock providers echo what they hear, and is dropped. */
export type AwarenessVerdict =
  | { readonly verdict: 'presence'; readonly presence: OwnPresence }
  | { readonly verdict: 'nothing' }
  | { readonly verdict: 'refused'; readonly fault: AwarenessFault }

export type AwarenessFault = 'malformed' | 'trailingBytes' | 'tooLarge'

/** Who somebody is, as the server says it. */
export interface PresentMember {
  /** Whoever edits knows the council's members by it; two pages of one member are told by it from two of one name. */
  readonly memberId: MemberId
  readonly name: string
  readonly organisationName: string
  readonly role: string
  /** A colour of the server's own list, never a client's text: editors write it into a style attribute. */
  readonly colour: string
}

/** One line of a presence frame; a user of null says that the client left. */
export interface ServerPresence {
  readonly clientId: number
  readonly clock: number
  readonly user: PresentMember | null
  readonly cursor: Cursor | null
  readonly composing: boolean
}

const MAX_ROOT_NAME_LENGTH = 32

/**
 * Reads an untrusted presence frame and keeps the sender's own state: cursor, composing and the id it writes under, nothing else. `isOwn` says
 * whether an id is the sender's, or nobody's yet; states of others are skipped unread. Never throws.
 */
export function checkAwareness(bytes: Uint8Array, isOwn: (clientId: number) => boolean): AwarenessVerdict {
  if (bytes.byteLength > MAX_PRESENCE_FRAME_BYTES) return { verdict: 'refused', fault: 'tooLarge' }
  try {
    return readStates(bytes, isOwn)
  } catch {
    // lib0, TextDecoder and JSON.parse throw at bytes that no client writes; for us that is an answer.
    return { verdict: 'refused', fault: 'malformed' }
  }
}

/** One line of a presence frame, in the bytes y-protocols reads: who is there, as the server says, and where, as they said themselves. */
export function encodePresence({ clientId, clock, user, cursor, composing }: ServerPresence): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, clientId)
  writeVarUint(encoder, clock)
  writeVarString(encoder, JSON.stringify(user === null ? null : { user, cursor, composing }))
  return toUint8Array(encoder)
}

/** Lines put together to what y-protocols reads as one change. */
export function joinPresences(lines: readonly Uint8Array[]): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, lines.length)
  for (const line of lines) writeUint8Array(encoder, line)
  return toUint8Array(encoder)
}

function readStates(bytes: Uint8Array, isOwn: (clientId: number) => boolean): AwarenessVerdict {
  const decoder = createDecoder(bytes)
  const count = readVarUint(decoder)
  let verdict: AwarenessVerdict = { verdict: 'nothing' }
  for (let index = 0; index < count; index++) {
    const clientId = readVarUint(decoder)
    // Whatever it is: to the others the server says its own. A page that was told of itself goes on from the clock it was told.
    readVarUint(decoder)
    const state = readVarUint8Array(decoder)
    if (verdict.verdict === 'nothing' && isOwn(clientId)) verdict = readOwn(clientId, state)
  }
  return hasContent(decoder) ? { verdict: 'refused', fault: 'trailingBytes' } : verdict
}

function readOwn(clientId: number, bytes: Uint8Array): AwarenessVerdict {
  if (bytes.byteLength > MAX_PRESENCE_STATE_BYTES) return { verdict: 'refused', fault: 'tooLarge' }
  const state: unknown = JSON.parse(decodeUtf8(bytes))
  const writer = fieldOf(state, 'writer')
  const presence: OwnPresence = {
    clientId,
    writer: isCount(writer) ? writer : clientId,
    isLeaving: state === null,
    cursor: readCursor(fieldOf(state, 'cursor')),
    composing: fieldOf(state, 'composing') === true,
  }
  return { verdict: 'presence', presence }
}

function readCursor(value: unknown): Cursor | null {
  const anchor = readPosition(fieldOf(value, 'anchor'))
  const head = readPosition(fieldOf(value, 'head'))
  return anchor === null || head === null ? null : { anchor, head }
}

function readPosition(value: unknown): RelativePosition | null {
  const type = readPositionId(fieldOf(value, 'type'))
  const item = readPositionId(fieldOf(value, 'item'))
  const tname = fieldOf(value, 'tname')
  const name = typeof tname === 'string' && tname.length <= MAX_ROOT_NAME_LENGTH ? tname : null
  if (type === null && item === null && name === null) return null
  return { type, tname: name, item, assoc: fieldOf(value, 'assoc') === -1 ? -1 : 0 }
}

function readPositionId(value: unknown): PositionId | null {
  const client = fieldOf(value, 'client')
  const clock = fieldOf(value, 'clock')
  return isCount(client) && isCount(clock) ? { client, clock } : null
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** A field of an object's own; undefined for anything that is no object. */
function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, field)?.value
}
