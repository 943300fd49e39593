/** A statement that answers arrays is still typed as answering objects. */
export function column(row: unknown, at: number): unknown {
  return Array.isArray(row) ? row[at] : undefined
}

export function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new Error('a column that is not bytes')
}
