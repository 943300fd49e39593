import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { digest as sha256 } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import * as Y from 'yjs'
import { bodyOf } from './readBody.ts'

const SEPARATOR = new Uint8Array([0])

/**
 * The canonical bytes of a document, in chunks for a hash: the body's XML in UTF-8, 0x00, the state vector, 0x00, the merged
 * delete set. Two replicas with equal chunks hold the same document, deletions included; waiting updates do not count.
 *
 * Unit: numbers are variable-length, as Yjs writes them. The state vector is a count, then client and clock of each client in
 * rising order; the delete set a count, then client, number of ranges, and clock and length of each range. What one replica
 * has collected and another has not is deleted in both, so the document is read as it is.
 * Cost: one walk over what can be seen, and one over all that was ever written.
 */
export function digestChunks(doc: Y.Doc): readonly Uint8Array[] {
  const xml = encodeUtf8(bodyOf(doc).toString())
  return [xml, SEPARATOR, stateVectorBytes(doc), SEPARATOR, deleteSetBytes(doc)]
}

/** SHA-256 over the canonical bytes, where there is no other: browsers have none on a page that was not served safely. Cost: as `digestChunks`. */
export function digestOf(doc: Y.Doc): Uint8Array {
  const chunks = digestChunks(doc)
  const whole = new Uint8Array(chunks.reduce((bytes, chunk) => bytes + chunk.byteLength, 0))
  let place = 0
  for (const chunk of chunks) {
    whole.set(chunk, place)
    place += chunk.byteLength
  }
  return sha256(whole)
}

function stateVectorBytes(doc: Y.Doc): Uint8Array {
  const clocks = byClient(Y.decodeStateVector(Y.encodeStateVector(doc)))
  return numbers([clocks.length, ...clocks.flat()])
}

function deleteSetBytes(doc: Y.Doc): Uint8Array {
  const ranges = byClient(Y.createDeleteSetFromStructStore(doc.store).clients)
  return numbers([
    ranges.length,
    ...ranges.flatMap(([client, items]) => [client, items.length, ...items.flatMap(({ clock, len }) => [clock, len])]),
  ])
}

const byClient = <Value>(entries: ReadonlyMap<number, Value>): readonly (readonly [number, Value])[] =>
  [...entries].sort(([left], [right]) => left - right)

function numbers(values: Iterable<number>): Uint8Array {
  const encoder = createEncoder()
  for (const value of values) writeVarUint(encoder, value)
  return toUint8Array(encoder)
}
