import { createEncoder, toUint8Array, writeUint8Array } from 'lib0/encoding'
import * as Y from 'yjs'
import { type DeletedRange, encodeDeletions } from '#shared/protocol/deletions.ts'
import { decodeClientFrame, encodeSyncStep2, encodeUpdate, isWriteFrame } from '#shared/protocol/frames.ts'
import { MAX_NEW_DELETIONS } from '#shared/protocol/limits.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A range is a clock and a length: shorter frames hold no more of them than the server takes. */
const LEAST_RANGE_BYTES = 2
const NO_STRUCTS = new Uint8Array([0])

/**
 * The frames to send in the place of one that takes out more separate places than the server takes at once: ahead go those
 * places, in frames of as many as it takes; the last brings all the rest, and is of the same kind.
 *
 * Cost: of a frame under 16 KiB a look at its length.
 */
export function framePieces(frame: Bytes): { readonly ahead: readonly Bytes[]; readonly last: Bytes } {
  const whole = { ahead: [], last: frame }
  if (frame.byteLength <= LEAST_RANGE_BYTES * MAX_NEW_DELETIONS || !isWriteFrame(frame)) return whole
  const read = decodeClientFrame(frame, frame.byteLength)
  if (!read.ok || !('update' in read.frame)) return whole
  const { update, kind } = read.frame
  const { structs, known, own } = takenApart(update)
  if (known.length <= MAX_NEW_DELETIONS) return whole
  const ahead: Bytes[] = []
  for (let from = 0; from < known.length; from += MAX_NEW_DELETIONS)
    ahead.push(encoded(encodeUpdate, NO_STRUCTS, known.slice(from, from + MAX_NEW_DELETIONS)))
  return { ahead, last: encoded(kind === 'update' ? encodeUpdate : encodeSyncStep2, structs, own) }
}

/** An update's structs as they were written, and its deletions: of what others have already, and of what it brings itself. */
function takenApart(update: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(update)
  const ranges = [...ds.clients].flatMap(([client, own]) =>
    own.map(({ clock, len }): DeletedRange => ({ client, clock, length: len })),
  )
  const broughtFrom = new Map<number, number>()
  for (const { id } of structs) if (!broughtFrom.has(id.client)) broughtFrom.set(id.client, id.clock)
  const known: DeletedRange[] = []
  const own: DeletedRange[] = []
  for (const { client, clock, length } of ranges) {
    const end = clock + length
    const cut = Math.max(clock, Math.min(end, broughtFrom.get(client) ?? end))
    if (clock < cut) known.push({ client, clock, length: cut - clock })
    if (cut < end) own.push({ client, clock: cut, length: end - cut })
  }
  return { structs: update.subarray(0, update.byteLength - encodeDeletions(ranges).byteLength), known, own }
}

const encoded = (
  encode: (update: Uint8Array) => Uint8Array,
  structs: Uint8Array,
  ranges: readonly DeletedRange[],
): Bytes => {
  const update = createEncoder()
  writeUint8Array(update, structs)
  writeUint8Array(update, encodeDeletions(ranges))
  return new Uint8Array(encode(toUint8Array(update)))
}
