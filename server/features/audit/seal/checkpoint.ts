import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ChainHead } from './trailChain.ts'

/** How far a chain had come at a moment, signed: it tells of what a chain alone hides, that its end was cut off or all of it written anew. */
export interface Checkpoint {
  readonly chain: string
  readonly count: number
  readonly head: string
  /** Unit: milliseconds since the epoch. */
  readonly at: number
  /** Ed25519 over the RFC 8785 form of the four before, Base64. */
  readonly signature: string
}

/** The key in the form that Node reads: 32 bytes behind what says that they are one of Ed25519 (RFC 8410). */
const PRIVATE_BEGINNING = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_BEGINNING = Buffer.from('302a300506032b6570032100', 'hex')

const signedForm = ({ chain, count, head, at }: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(canonicalize({ chain, count, head, at }) ?? '')

/** What signs checkpoints, and the key by which anybody can check them. */
export interface Signer {
  /** 32 bytes, Base64. No secret. */
  readonly publicKey: string
  sign(head: ChainHead, at: number): Checkpoint
  /** Ed25519 over any bytes, Base64. */
  signBytes(bytes: Uint8Array): string
}

/** `seed`: 32 bytes derived from the master key for this alone. */
export function signerOf(seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_BEGINNING, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const signBytes = (bytes: Uint8Array) => sign(null, bytes, key).toString('base64')
  return {
    publicKey: spki.subarray(PUBLIC_BEGINNING.byteLength).toString('base64'),
    sign({ chain, count, hash }, at) {
      const said = { chain, count, head: hash, at }
      return { ...said, signature: signBytes(signedForm(said)) }
    },
    signBytes,
  }
}

/** A public key as it is printed. Throws: for what is none. */
export function readPublicKey(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.byteLength !== 32)
    throw new Error('公開鍵は 32 バイトを Base64 で書いたものです / a public key is 32 bytes in Base64')
  return createPublicKey({ key: Buffer.concat([PUBLIC_BEGINNING, bytes]), format: 'der', type: 'spki' })
}

export const isSignedBy = (key: KeyObject, checkpoint: Checkpoint): boolean =>
  verify(null, signedForm(checkpoint), key, Buffer.from(checkpoint.signature, 'base64'))
