import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'

const OWNER_ONLY = 0o600

/**
 * Lets nobody but its owner read a data file and what lies beside it. Left to itself SQLite makes a file that everybody on the
 * machine may read, and whoever made the folder may have let everybody into it. What SQLite makes beside a file has its rights.
 */
export function closeToOthers(file: string): void {
  try {
    // Only ever a new one: to close a file that this process has open elsewhere would end SQLite's lock on it.
    if (!existsSync(file)) closeSync(openSync(file, 'wx', OWNER_ONLY))
    for (const one of [file, `${file}-wal`, `${file}-journal`]) if (existsSync(one)) chmodSync(one, OWNER_ONLY)
  } catch {
    // A folder that takes no file: SQLite says so next. Somebody else's file: whoever lent it to us decides who reads it.
  }
}
