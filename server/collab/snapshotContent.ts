import { createDecoder, readTailAsUint8Array, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import type { MemberId } from '#shared/core/ids.ts'
import type { SERVER_AUTHOR } from './journal.ts'

/** Who writes under which client id of a document; an id belongs to one author for as long as the document lives. */
export type Authors = ReadonlyMap<number, MemberId | typeof SERVER_AUTHOR>

/** All that a document is opened with. */
export interface SnapshotContent {
  readonly authors: Authors
  readonly state: Uint8Array
}

export function encodeSnapshot({ authors, state }: SnapshotContent): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, authors.size)
  for (const [clientId, author] of authors) {
    writeVarUint(encoder, clientId)
    writeVarString(encoder, author)
  }
  writeUint8Array(encoder, state)
  return toUint8Array(encoder)
}

/** What `encodeSnapshot` wrote; the state is a view of `bytes`. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotContent {
  const decoder = createDecoder(bytes)
  const count = readVarUint(decoder)
  const authors = new Map<number, MemberId | typeof SERVER_AUTHOR>()
  for (let index = 0; index < count; index++) {
    const clientId = readVarUint(decoder)
    authors.set(clientId, readVarString(decoder) as MemberId | typeof SERVER_AUTHOR)
  }
  return { authors, state: readTailAsUint8Array(decoder) }
}
