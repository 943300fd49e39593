import { type KeyObject, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import { readPublicKey, type Signer } from './checkpoint.ts'

/** That another key signs from a moment on, said by both: whoever wrote one of them down knows the other by it. */
export interface KeyHandOver {
  /** Public keys, as they are printed. */
  readonly from: string
  readonly to: string
  /** Unit: milliseconds since the epoch. */
  readonly at: number
  /** Ed25519 over the RFC 8785 form of the three before, Base64, by either key. */
  readonly byFrom: string
  readonly byTo: string
}

const saidForm = ({ from, to, at }: Pick<KeyHandOver, 'from' | 'to' | 'at'>): Buffer =>
  Buffer.from(canonicalize({ from, to, at }) ?? '')

export function handOver(before: Signer, next: Signer, at: number): KeyHandOver {
  const said = { from: before.publicKey, to: next.publicKey, at }
  return { ...said, byFrom: before.signBytes(saidForm(said)), byTo: next.signBytes(saidForm(said)) }
}

function isSaidBy(key: string, said: KeyHandOver, signature: string): boolean {
  try {
    return verify(null, saidForm(said), readPublicKey(key), Buffer.from(signature, 'base64'))
  } catch {
    // What is no key has signed nothing.
    return false
  }
}

const isValid = (one: KeyHandOver): boolean => isSaidBy(one.from, one, one.byFrom) && isSaidBy(one.to, one, one.byTo)

/** The keys by which a checkpoint may be signed, where one of them is known: those that came before it and after. */
export function keysAround(known: string, handOvers: readonly KeyHandOver[]): readonly KeyObject[] {
  const valid = handOvers.filter(isValid)
  const keys = new Set([known])
  // Each look takes in what hangs on those that were found by then, the new ones among them.
  for (const key of keys) {
    for (const { from, to } of valid) {
      if (from === key) keys.add(to)
      if (to === key) keys.add(from)
    }
  }
  return [...keys].map(readPublicKey)
}
