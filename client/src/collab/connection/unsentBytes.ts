import * as Y from 'yjs'
import type { NamedDoc } from '#shared/document/namedDoc.ts'
import type { Edit } from './ackLedger.ts'

/**
 * What everything from the oldest unsent edit on takes in one frame, as it goes after a cut: a word that was written key by
 * key, and one that was taken out again, are far less there. To be asked seldom: it costs as much as the note's deletions.
 */
export function unsentBytes(named: NamedDoc, oldest: Pick<Edit, 'author' | 'clock'> | null, author: number): number {
  if (oldest === null) return 0
  const told = Y.decodeStateVector(Y.encodeStateVector(named.doc))
  if (oldest.author !== author) told.delete(author)
  told.set(oldest.author, oldest.clock)
  return named.since(Y.encodeStateVector(told)).byteLength
}
