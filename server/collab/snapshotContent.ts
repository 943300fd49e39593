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
import { decodeDeleteSet, encodeDeleteSet } from '#shared/document/namedDoc.ts'
import type { DeleteSet } from '#shared/document/unseenWords.ts'
import type { SERVER_AUTHOR } from './journal.ts'

/** Who writes under which client id of a document; an id belongs to one author for as long as the document lives. */
export type Authors = ReadonlyMap<number, MemberId | typeof SERVER_AUTHOR>

/** All that a document is opened with. */
export interface SnapshotContent {
  readonly authors: Authors
  /**
   * Whole, of a document with garbage collection: merged updates would keep what was deleted. Names of the deletions all but
   * the `unnamed`.
   */
  readonly state: Uint8Array
  readonly unnamed: DeleteSet
}

/** A snapshot begins with a zero and one of these; the oldest begin with how many authors they have, never none. */
const MARK = 0
const WITH_VECTOR = 1
const WITH_UNNAMED = 2

export function encodeSnapshot({ authors, state, unnamed }: SnapshotContent): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, MARK)
  writeVarUint(encoder, WITH_UNNAMED)
  writeVarUint(encoder, authors.size)
  for (const [clientId, author] of authors) {
    writeVarUint(encoder, clientId)
    writeVarString(encoder, author)
  }
  writeVarUint8Array(encoder, Y.encodeStateVectorFromUpdate(state))
  writeVarUint8Array(encoder, encodeDeleteSet(unnamed))
  writeUint8Array(encoder, state)
  return toUint8Array(encoder)
}

/** What `encodeSnapshot` wrote, and how far the state reaches; the bytes are views of `bytes`. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotContent & { readonly stateVector: Uint8Array } {
  const decoder = createDecoder(bytes)
  const first = readVarUint(decoder)
  const form = first === MARK ? readVarUint(decoder) : 0
  if (form > WITH_UNNAMED) throw new Error('a snapshot of a newer program')
  const count = first === MARK ? readVarUint(decoder) : first
  const authors = new Map<number, MemberId | typeof SERVER_AUTHOR>()
  for (let index = 0; index < count; index++) {
    const clientId = readVarUint(decoder)
    authors.set(clientId, readVarString(decoder) as MemberId | typeof SERVER_AUTHOR)
  }
  const stateVector = form >= WITH_VECTOR ? readVarUint8Array(decoder) : null
  const unnamed = form >= WITH_UNNAMED ? decodeDeleteSet(readVarUint8Array(decoder)) : Y.createDeleteSet()
  const state = readTailAsUint8Array(decoder)
  return { authors, state, unnamed, stateVector: stateVector ?? Y.encodeStateVectorFromUpdate(state) }
}
