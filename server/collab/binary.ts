import { Binary } from 'mongodb'

/** A stored value as plain bytes: lean rows carry the driver's `Binary` where the schema says `Buffer`. */
export function bytesOf(stored: unknown): Uint8Array {
  if (stored instanceof Binary) return stored.buffer.subarray(0, stored.position)
  if (stored instanceof Uint8Array) return stored
  throw new Error('a stored value is not bytes')
}
