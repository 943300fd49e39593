import { MongoError } from '../mongoError.ts'

/** The names of a dotted path as sorts, projections and expressions take it. Throws: MongoError as MongoDB's FieldPath. */
export function fieldPath(text: string): readonly string[] {
  if (text === '') throw new MongoError('Location40352', 'FieldPath cannot be constructed with empty string')
  if (text.endsWith('.')) throw new MongoError('Location40353', "FieldPath must not end with a '.'.")
  const path = text.split('.')
  for (const name of path) {
    if (name.includes('\0')) throw new MongoError('Location16411', 'FieldPath field names may not contain a null byte.')
    if (name === '') throw new MongoError('Location15998', 'FieldPath field names may not be empty strings.')
    if (name.startsWith('$')) throw new MongoError('Location16410', "FieldPath field names may not start with '$'.")
  }
  return path
}

export const isPosition = (name: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(name)

export function samePath(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, at) => part === right[at])
}
