import { createHash, randomBytes } from 'node:crypto'
import { type Id, type IdKind, type IdSource, makeId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Crockford base 32 of a whole number, `length` characters, leading zeros kept. */
function base32(value: bigint, length: number): string {
  let text = ''
  for (let rest = value, place = 0; place < length; place += 1, rest >>= 5n) {
    text = (ALPHABET[Number(rest & 31n)] ?? '') + text
  }
  return text
}

const randomBigInt = (bytes: number): bigint => BigInt(`0x${randomBytes(bytes).toString('hex')}`)

/** Real ids: ULIDs (48 bits of time, 80 random bits), or 128 random bits where an id stands in an address as a capability. */
export const randomIdSource = (clock: Clock): IdSource => ({
  next: (kind) => makeId(kind, base32(BigInt(clock.now()), 10) + base32(randomBigInt(10), 16)),
  nextOpaque: (kind) => makeId(kind, base32(randomBigInt(16), 26)),
})

/** Always the same id for the same text, and another for any other text: 128 bits of its SHA-256. */
export const idFrom = <Kind extends IdKind>(kind: Kind, text: string): Id<Kind> =>
  makeId(kind, base32(BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`), 26))
