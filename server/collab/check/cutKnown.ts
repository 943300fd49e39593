import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import type { DocumentView } from './documentView.ts'
import type { DeletedRange, ReadUpdate } from './readUpdate.ts'

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
  const byClient = groupByClient(newDeletions)
  writeVarUint(encoder, byClient.size)
  for (const [client, ranges] of byClient) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, ranges.length)
    for (const { clock, length } of ranges) {
      writeVarUint(encoder, clock)
      writeVarUint(encoder, length)
    }
  }
  return toUint8Array(encoder)
}

function groupByClient(ranges: readonly DeletedRange[]): ReadonlyMap<number, readonly DeletedRange[]> {
  const groups = new Map<number, DeletedRange[]>()
  for (const range of ranges) {
    const group = groups.get(range.client)
    if (group === undefined) groups.set(range.client, [range])
    else group.push(range)
  }
  return groups
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
