import { createHash } from 'node:crypto'
import type * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'

/** SHA-256 over a document's canonical bytes, by the machine's own hash: pages draw the same by `digestOf`. Cost: as `digestChunks`. */
export function documentHash(doc: Y.Doc): Buffer {
  const hash = createHash('sha256')
  for (const chunk of digestChunks(doc)) hash.update(chunk)
  return hash.digest()
}
