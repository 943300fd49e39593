import * as Y from 'yjs'
import type { Journal } from './journal.ts'
import { authorsOf, type LoadedDocument } from './loadDocument.ts'

/** What other nodes have written. `torn`: entries are missing between, or one cannot be applied; the document is to be opened anew. */
export type Followed =
  | { readonly kind: 'followed'; readonly sequence: number; readonly updates: readonly Uint8Array[] }
  | { readonly kind: 'torn' }

/** Takes into a document in memory what its journal holds after it. Doing it again, after a failure half-way, does no harm. */
export async function followJournal(journal: Journal, loaded: LoadedDocument): Promise<Followed> {
  const updates: Uint8Array[] = []
  let sequence = loaded.sequence
  for await (const entry of journal.readAfter(loaded.row, loaded.sequence)) {
    if (entry.sequence !== sequence + 1) return { kind: 'torn' }
    sequence = entry.sequence
    if (entry.isVoid) continue
    if (!applies(loaded.doc, entry.update)) return { kind: 'torn' }
    for (const clientId of authorsOf(entry.update)) {
      if (!loaded.authors.has(clientId)) loaded.authors.set(clientId, entry.userId)
    }
    updates.push(entry.update)
  }
  return { kind: 'followed', sequence, updates }
}

function applies(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update)
    return true
  } catch {
    // Yjs throws half-way through: the caller opens the document anew.
    return false
  }
}
