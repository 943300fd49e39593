import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Where SQLite says in a file whether it is written by way of a log. Source: sqlite.org/fileformat2, 1.3.3. */
const WRITE_VERSION_AT = 18
const BY_WAY_OF_LOG = 2

/**
 * True when the log beside a data file is not its own: SQLite would put the pages of the file that was there before into this
 * one, or, where there is none, throw the log away. A backup that nobody has opened yet has never had a log, and a file that was
 * closed in order has none any more.
 *
 * Not to be called while this process has the file open: SQLite's lock on it would end with it.
 */
export function hasForeignLog(file: string): boolean {
  try {
    const logBytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
    return logBytes > 0 && writeVersionOf(file) !== BY_WAY_OF_LOG
  } catch {
    // What may not be looked at: SQLite says so next, and touches nothing.
    return false
  }
}

function writeVersionOf(file: string): number | undefined {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined
  const header = Buffer.alloc(WRITE_VERSION_AT + 1)
  const opened = openSync(file, 'r')
  try {
    return readSync(opened, header) === header.length ? header[WRITE_VERSION_AT] : undefined
  } finally {
    closeSync(opened)
  }
}
