import type { Log } from '#server/platform/log.ts'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import { pause, type Timers } from '#server/platform/timers.ts'
import {
  GenerationClosedError,
  type Journal,
  type JournalEntry,
  type JournalOf,
  OvertakenError,
  SequenceTakenError,
} from './journal.ts'
import { LeftMemoryError } from './lateDoc.ts'

export interface KeepPorts {
  readonly journal: Journal
  readonly timers: Timers
  readonly log: Log
  /** Unit: milliseconds of one append. */
  readonly onAppended: (tookMs: number) => void
}

/** Between two tries of what failed. Nobody is told "saved" meanwhile, and nothing is lost. */
const RETRY_MS = 250
/** Another node's entry may stand in the way before it may be read: it will be, or be gone, in a moment. */
const TAKEN_RETRY_MS = 10
const MAX_TRIES_TAKEN = 500

/**
 * Resolves when the journal holds the entries, however long the store is away: a full disk or a lost primary holds the
 * edits of a room in memory, unacknowledged, until it is back. `taken`: another node has written under one of their
 * sequences, so they were checked against a document that is no longer; some of them may be held already.
 *
 * Throws: `OvertakenError`, which trying again does not mend.
 */
export async function keepEntries(
  ports: KeepPorts,
  of: JournalOf,
  entries: readonly JournalEntry[],
): Promise<'kept' | 'taken'> {
  for (let triesTaken = 0; ; ) {
    const startedAt = ports.timers.elapsedMs()
    try {
      await ports.journal.append(of, entries)
      ports.onAppended(ports.timers.elapsedMs() - startedAt)
      return 'kept'
    } catch (cause) {
      if (cause instanceof SequenceTakenError) return 'taken'
      if (cause instanceof OvertakenError) throw cause
      const wait = waitAfter(cause, triesTaken++)
      if (wait === RETRY_MS) logFailure(ports, cause, { documentId: of.documentId, entryCount: entries.length })
      await pause(ports.timers, wait)
    }
  }
}

const waitAfter = (cause: unknown, triesTaken: number): number =>
  isDuplicateKey(cause) && triesTaken < MAX_TRIES_TAKEN ? TAKEN_RETRY_MS : RETRY_MS

const logFailure = (
  { log }: KeepPorts,
  cause: unknown,
  of: { readonly documentId: string; readonly entryCount: number },
) => log.error('journal.appendFailed', cause, of)

/** What `read` answers, however long the store is away. Throws: `GenerationClosedError` and `LeftMemoryError`, which waiting does not mend. */
export async function retried<Value>(ports: KeepPorts, read: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await read()
    } catch (cause) {
      if (cause instanceof GenerationClosedError || cause instanceof LeftMemoryError) throw cause
      ports.log.error('journal.readFailed', cause)
      await pause(ports.timers, RETRY_MS)
    }
  }
}
