import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { type DeletedRange, encodeDeletions } from '#shared/protocol/deletions.ts'
import type { DocumentView } from './documentView.ts'
import type { ReadUpdate } from './readUpdate.ts'

interface Cut {
  readonly bytes: Uint8Array
  readonly read: ReadUpdate
  readonly newDeletions: readonly DeletedRange[]
  readonly view: DocumentView
}

/** Unit: bytes of an empty delete set. */
const EMPTY_DELETE_SET_LENGTH = 1

/** An update of what the document does not have yet: structs from its clocks on, and only `newDeletions`. */
export function cutKnown({ bytes, read, newDeletions, view }: Cut): Uint8Array {
  const structsOnly = new Uint8Array(read.structsByteLength + EMPTY_DELETE_SET_LENGTH)
  structsOnly.set(bytes.subarray(0, read.structsByteLength))
  const newStructs = Y.diffUpdate(structsOnly, clocksOf(read, view))
  const encoder = createEncoder()
  writeUint8Array(encoder, newStructs.subarray(0, newStructs.length - EMPTY_DELETE_SET_LENGTH))
  writeUint8Array(encoder, encodeDeletions(newDeletions))
  return toUint8Array(encoder)
}

/** A state vector of the clients in the update. */
function clocksOf({ sections }: ReadUpdate, view: DocumentView): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, sections.length)
  for (const { client } of sections) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, view.clockOf(client))
  }
  return toUint8Array(encoder)
}
