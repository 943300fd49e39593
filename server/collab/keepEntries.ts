import { performance } from 'node:perf_hooks'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import { type Journal, type JournalEntry, type JournalOf, SequenceTakenError } from './journal.ts'

export interface KeepPorts {
  readonly journal: Journal
  readonly timers: Timers
  readonly log: Log
  /** Unit: milliseconds of one append. */
  readonly onAppended: (tookMs: number) => void
}

/** Between two tries of an append that failed. Nobody is told "saved" meanwhile, and nothing is lost. */
const RETRY_MS = 250

/**
 * Resolves when the journal holds the entries, however long the store is away: a full disk or a lost primary holds the
 * edits of a room in memory, unacknowledged, until it is back.
 *
 * Throws: `SequenceTakenError` when another has written to the document.
 */
export async function keepEntries(ports: KeepPorts, of: JournalOf, entries: readonly JournalEntry[]): Promise<void> {
  for (;;) {
    const startedAt = performance.now()
    try {
      await ports.journal.append(of, entries)
      ports.onAppended(performance.now() - startedAt)
      return
    } catch (cause) {
      if (cause instanceof SequenceTakenError) throw cause
      ports.log.error('journal.appendFailed', cause, { documentId: of.documentId, entryCount: entries.length })
      await new Promise<void>((resolve) => void ports.timers.after(RETRY_MS, resolve))
    }
  }
}
