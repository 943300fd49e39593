import { isUtf8 } from 'node:buffer'
import { refused } from '../mongoError.ts'

const SLOTS = 1_024
const LONGEST_BYTES = 32

interface Known {
  readonly bytes: Uint8Array
  readonly text: string
}

/** Names that were read before; the newest takes the slot of another, so there are never more than the slots. */
const known: (Known | undefined)[] = new Array(SLOTS)

/**
 * The field name that begins at `from`, when it is short: names repeat from document to document, and one that was read
 * before is not decoded again. Undefined for a long one, and for one without an end.
 */
export function shortNameAt(bytes: Buffer, from: number): Known | undefined {
  let hash = 0
  let end = from
  for (let byte = bytes[end]; byte !== 0; byte = bytes[end]) {
    if (byte === undefined || end - from === LONGEST_BYTES) return undefined
    hash = (Math.imul(hash, 31) + byte) | 0
    end += 1
  }
  const slot = hash & (SLOTS - 1)
  const found = known[slot]
  if (found?.bytes.length === end - from && standsAt(found.bytes, bytes, from)) return found
  const name = { bytes: Uint8Array.prototype.slice.call(bytes, from, end), text: textOf(bytes, from, end) }
  known[slot] = name
  return name
}

/** Throws: a refusal of bytes that are no text: they would be others when they are written again. */
export function textOf(bytes: Buffer, from: number, end: number): string {
  const text = bytes.toString('utf8', from, end)
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(from, end))) throw refused('text that is not UTF-8')
  return text
}

function standsAt(name: Uint8Array, bytes: Buffer, from: number): boolean {
  for (let at = 0; at < name.length; at += 1) if (name[at] !== bytes[from + at]) return false
  return true
}
