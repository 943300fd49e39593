import { randomBytes } from 'node:crypto'
import { type IdSource, makeId } from '#shared/core/ids.ts'
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
