import { createDecoder, readTailAsUint8Array, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import {
  createEncoder,
  toUint8Array,
  writeUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import * as Y from 'yjs'
import type { MemberId } from '#shared/core/ids.ts'
import type { SERVER_AUTHOR } from './journal.ts'

/** Who writes under which client id of a document; an id belongs to one author for as long as the document lives. */
export type Authors = ReadonlyMap<number, MemberId | typeof SERVER_AUTHOR>

/** All that a document is opened with. */
export interface SnapshotContent {
  readonly authors: Authors
  readonly state: Uint8Array
}

/** First numbers of a snapshot that has its state vector; one without begins with how many authors it has, never none. */
const WITH_VECTOR = [0, 1] as const

export function encodeSnapshot({ authors, state }: SnapshotContent): Uint8Array {
  const encoder = createEncoder()
  for (const number of WITH_VECTOR) writeVarUint(encoder, number)
  writeVarUint(encoder, authors.size)
  for (const [clientId, author] of authors) {
    writeVarUint(encoder, clientId)
    writeVarString(encoder, author)
  }
  writeVarUint8Array(encoder, Y.encodeStateVectorFromUpdate(state))
  writeUint8Array(encoder, state)
  return toUint8Array(encoder)
}

/** What `encodeSnapshot` wrote, and how far the state reaches; the bytes are views of `bytes`. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotContent & { readonly stateVector: Uint8Array } {
  const decoder = createDecoder(bytes)
  const first = readVarUint(decoder)
  const hasVector = first === WITH_VECTOR[0]
  if (hasVector && readVarUint(decoder) !== WITH_VECTOR[1]) throw new Error('a snapshot of a newer program')
  const count = hasVector ? readVarUint(decoder) : first
  const authors = new Map<number, MemberId | typeof SERVER_AUTHOR>()
  for (let index = 0; index < count; index++) {
    const clientId = readVarUint(decoder)
    authors.set(clientId, readVarString(decoder) as MemberId | typeof SERVER_AUTHOR)
  }
  const stateVector = hasVector ? readVarUint8Array(decoder) : null
  const state = readTailAsUint8Array(decoder)
  return { authors, state, stateVector: stateVector ?? Y.encodeStateVectorFromUpdate(state) }
}
