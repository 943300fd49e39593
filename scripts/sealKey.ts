import { readFileSync } from 'node:fs'
import { type Signer, signerOf } from '#server/features/audit/seal/checkpoint.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'

const KEY_BYTES = 32

/** What signs the checkpoints of the trail; null where the master key is not there, or not for us to read. */
export function signerIn(keyFile: string): Signer | null {
  try {
    const bytes = readFileSync(keyFile)
    return bytes.byteLength === KEY_BYTES ? signerOf(derivedKey(bytes, 'seal')) : null
  } catch {
    return null
  }
}
