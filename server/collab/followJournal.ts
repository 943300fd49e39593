import { GenerationClosedError, isClosing, type Journal } from './journal.ts'
import { isTakenIn, type LoadedDocument } from './loadDocument.ts'

/** What other nodes have written. `torn`: entries are missing between, or one cannot be applied; the document is to be opened anew. */
export type Followed =
  | {
      readonly kind: 'followed'
      readonly sequence: number
      readonly restoredAt: number
      readonly updates: readonly Uint8Array[]
    }
  | { readonly kind: 'torn' }

/**
 * Takes into a document in memory what its journal holds after it. Doing it again, after a failure half-way, does no harm.
 *
 * Throws: `GenerationClosedError` when the document has begun another generation; the store's error.
 */
export async function followJournal(journal: Journal, loaded: LoadedDocument): Promise<Followed> {
  const updates: Uint8Array[] = []
  let { sequence, restoredAt } = loaded
  for await (const entry of journal.readAfter(loaded.row, loaded.sequence)) {
    if (entry.sequence !== sequence + 1) return { kind: 'torn' }
    if (isClosing(entry)) throw new GenerationClosedError()
    sequence = entry.sequence
    if (entry.isVoid) continue
    if (!isTakenIn(loaded, entry)) return { kind: 'torn' }
    if (entry.isRestoration) restoredAt = sequence
    updates.push(entry.update)
  }
  return { kind: 'followed', sequence, restoredAt, updates }
}
