import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
/** Unit: bytes. Source: NIST SP 800-38D: 96-bit nonces, 128-bit tags. */
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Unit: nonces drawn together; drawing one costs as much as sealing a keystroke does. */
const DRAWN_AT_ONCE = 256

const drawn = Buffer.alloc(DRAWN_AT_ONCE * NONCE_BYTES)
let usedBytes = drawn.length

function nextNonce(): Buffer {
  if (usedBytes === drawn.length) {
    randomFillSync(drawn)
    usedBytes = 0
  }
  usedBytes += NONCE_BYTES
  return Buffer.from(drawn.subarray(usedBytes - NONCE_BYTES, usedBytes))
}

/** Bytes nobody can read or change without the key and the place they were sealed for. The tag stands at the end of `ciphertext`. */
export interface SealedBytes {
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
}

/** Encrypts `plain` for one `place`: moved to any other place, it cannot be opened. */
export function seal(key: KeyObject, plain: Uint8Array, place: string) {
  const nonce = nextNonce()
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(place))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { nonce, ciphertext } satisfies SealedBytes
}

/** What `seal` was given. Throws: a plain error when key, place or bytes are not those it was sealed with. */
export function unseal(key: KeyObject, { nonce, ciphertext }: SealedBytes, place: string): Uint8Array {
  const end = ciphertext.byteLength - TAG_BYTES
  if (end < 0) throw new Error('sealed bytes are too short')
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(ciphertext.subarray(end))
  const plain = decipher.update(ciphertext.subarray(0, end))
  // Throws when something is wrong; GCM has nothing to add to what it gave.
  decipher.final()
  return plain
}
