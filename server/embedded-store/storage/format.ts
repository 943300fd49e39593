import type { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { StoreFormatError } from '../storeErrors.ts'

/** Raised by one when a file of this version could not be read by an older program. */
const FORMAT_VERSION = 2

/** What the file needs to become the next version, from version 1 on. Each step runs whole or not at all. */
const UPGRADES: readonly ((sqlite: DatabaseSync) => void)[] = [addChecksums]

/**
 * Makes the tables of a new file and brings an older one up to this version, within the caller's transaction. Counts the
 * starts: a disk that takes no write is found out now and not at the first user's first word.
 *
 * Throws: StoreFormatError for a newer file.
 */
export function prepareFormat(sqlite: DatabaseSync): void {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version)
  if (version > FORMAT_VERSION) throw new StoreFormatError(`format ${version}, known up to ${FORMAT_VERSION}`)
  if (version === 0) makeTables(sqlite)
  else for (const upgrade of UPGRADES.slice(version - 1)) upgrade(sqlite)
  sqlite.exec(`PRAGMA user_version = ${FORMAT_VERSION}; UPDATE starts SET count = count + 1`)
}

function makeTables(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE collections (id INTEGER PRIMARY KEY, namespace TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE indexes (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, spec BLOB NOT NULL, multikey TEXT NOT NULL) STRICT;
    CREATE TABLE commits (session TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE starts (count INTEGER NOT NULL) STRICT;
    INSERT INTO starts VALUES (0);`)
  addUpkeepTables(sqlite)
}

/** Copies that were made, and records that were damaged and are kept apart. */
function addUpkeepTables(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE backups (at INTEGER NOT NULL, file TEXT NOT NULL) STRICT;
    CREATE TABLE setAside (at INTEGER NOT NULL, namespace TEXT NOT NULL, record INTEGER NOT NULL, doc BLOB NOT NULL) STRICT;`)
}

/** Version 2: every record carries the checksum of its bytes, so that a byte that rots on the disk is noticed. */
function addChecksums(sqlite: DatabaseSync): void {
  sqlite.function('checksumOf', { deterministic: true }, (bytes) => (bytes instanceof Uint8Array ? crc32(bytes) : 0))
  for (const { id } of sqlite.prepare('SELECT id FROM collections').all()) {
    sqlite.exec(`ALTER TABLE collection_${id} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
      UPDATE collection_${id} SET checksum = checksumOf(doc)`)
  }
  addUpkeepTables(sqlite)
}
