import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { StoreFormatError, StoreInUseError, StoreUnwritableError } from '../storeErrors.ts'

/** Raised by one when a file of this version could not be read by an older program. */
const FORMAT_VERSION = 1

const SQLITE_BUSY = 5
const SQLITE_FULL = 13

/** The one connection to SQLite. Writes begin a transaction by themselves; nothing is durable before `commit`. */
export class Database {
  private readonly sqlite: DatabaseSync
  private inTransaction = false

  constructor(file: string) {
    this.sqlite = open(file)
  }

  /** A statement for reading. */
  prepare(sql: string): StatementSync {
    const statement = this.sqlite.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }

  /** Call before every change. */
  willWrite(): void {
    if (this.inTransaction) return
    this.sqlite.exec('BEGIN IMMEDIATE')
    this.inTransaction = true
  }

  execute(sql: string): void {
    this.willWrite()
    this.sqlite.exec(sql)
  }

  get hasUncommitted(): boolean {
    return this.inTransaction
  }

  /** Throws: SQLite's error, with everything since the last commit undone. */
  commit(): void {
    if (!this.inTransaction) return
    try {
      this.sqlite.exec('COMMIT')
      this.inTransaction = false
    } catch (fault) {
      this.rollback()
      throw fault
    }
  }

  rollback(): void {
    this.inTransaction = false
    if (this.sqlite.isTransaction) this.sqlite.exec('ROLLBACK')
  }

  /** Everything `work` writes is kept, or, when it throws, none of it. */
  atomically(work: () => void): void {
    this.execute('SAVEPOINT work')
    try {
      work()
    } catch (fault) {
      this.sqlite.exec('ROLLBACK TO work')
      this.sqlite.exec('RELEASE work')
      throw fault
    }
    this.sqlite.exec('RELEASE work')
  }

  close(): void {
    this.commit()
    this.sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.sqlite.close()
  }
}

/** SQLite's number of an error, or undefined for any other error. */
export function sqliteCodeOf(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !('errcode' in fault) || typeof fault.errcode !== 'number') return undefined
  return fault.errcode & 0xff
}

export function isDiskFull(fault: unknown): boolean {
  return sqliteCodeOf(fault) === SQLITE_FULL
}

/** EXCLUSIVE before WAL: the lock is then held for as long as the file is open, and no shared memory file is needed. */
function open(file: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file)
    sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    sqlite.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY')
    sqlite.exec('BEGIN EXCLUSIVE')
    prepareFormat(sqlite)
    sqlite.exec('COMMIT')
    return sqlite
  } catch (fault) {
    sqlite?.close()
    if (fault instanceof StoreFormatError || sqliteCodeOf(fault) === undefined) throw fault
    if (sqliteCodeOf(fault) === SQLITE_BUSY) throw new StoreInUseError(undefined)
    throw new StoreUnwritableError(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}

/** Counts the starts: a disk that takes no write is found out now and not at the first user's first word. */
function prepareFormat(sqlite: DatabaseSync): void {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version)
  if (version > FORMAT_VERSION) throw new StoreFormatError(`format ${version}, known up to ${FORMAT_VERSION}`)
  if (version === 0) {
    sqlite.exec(`
      CREATE TABLE collections (id INTEGER PRIMARY KEY, namespace TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE indexes (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, spec BLOB NOT NULL, multikey TEXT NOT NULL) STRICT;
      CREATE TABLE commits (session TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
      CREATE TABLE starts (count INTEGER NOT NULL) STRICT;
      INSERT INTO starts VALUES (0);
      PRAGMA user_version = ${FORMAT_VERSION};`)
  }
  sqlite.exec('UPDATE starts SET count = count + 1')
}
