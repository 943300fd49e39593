import { hkdfSync } from 'node:crypto'

/** What a key is for. Each label gives a key of its own, so that none can be used as another. */
export type KeyLabel = 'session' | 'csrf' | 'browser' | 'wrap' | 'metrics' | 'seal'

/** A 32-byte key for one purpose, derived from the master key by HKDF-SHA-256. The same inputs always give the same key. Source: RFC 5869. */
export const derivedKey = (masterKey: Uint8Array, label: KeyLabel): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, 'tsunagi', `tsunagi/${label}`, 32))
