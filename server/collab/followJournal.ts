import { GenerationClosedError, isClosing, type Journal, type JournalEntry } from './journal.ts'
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
 * Takes into a document in memory what its journal holds after it: all of it in one turn, so that nobody sees a document, or
 * is told of one, that nobody has been given. A failure half-way has taken in nothing.
 *
 * Throws: `GenerationClosedError` when the document has begun another generation; the store's error.
 */
export async function followJournal(journal: Journal, loaded: LoadedDocument): Promise<Followed> {
  const entries: JournalEntry[] = []
  for await (const entry of journal.readAfter(loaded.row, loaded.sequence)) {
    if (entry.sequence !== loaded.sequence + entries.length + 1) return { kind: 'torn' }
    if (isClosing(entry)) throw new GenerationClosedError()
    entries.push(entry)
  }
  const edits = entries.filter(({ isVoid }) => !isVoid)
  if (!edits.every((entry) => isTakenIn(loaded, entry))) return { kind: 'torn' }
  return {
    kind: 'followed',
    sequence: loaded.sequence + entries.length,
    restoredAt: edits.findLast(({ isRestoration }) => isRestoration)?.sequence ?? loaded.restoredAt,
    updates: edits.map(({ update }) => update),
  }
}
