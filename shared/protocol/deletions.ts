import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'

/** What one client wrote from `clock` on, `length` of it, is deleted. */
export interface DeletedRange {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/**
 * The delete set that ends an update: for each client, in the order of their first ranges, its ranges as given.
 *
 * Source: `writeDeleteSet` of yjs 13.6, format V1.
 */
export function encodeDeletions(ranges: readonly DeletedRange[]): Uint8Array {
  const byClient = new Map<number, DeletedRange[]>()
  for (const range of ranges) {
    const own = byClient.get(range.client)
    if (own === undefined) byClient.set(range.client, [range])
    else own.push(range)
  }
  const encoder = createEncoder()
  writeVarUint(encoder, byClient.size)
  for (const [client, own] of byClient) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, own.length)
    for (const { clock, length } of own) {
      writeVarUint(encoder, clock)
      writeVarUint(encoder, length)
    }
  }
  return toUint8Array(encoder)
}
