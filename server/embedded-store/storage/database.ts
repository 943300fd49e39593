import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { reasonOf, StoreDamagedError, StoreFormatError, StoreInUseError, StoreUnwritableError } from '../storeErrors.ts'
import { closeToOthers } from './closeToOthers.ts'
import { prepareFormat } from './format.ts'
import { type Still, StillFile } from './stillFile.ts'

const SQLITE_ERROR = 1
const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_NOTADB = 26

/** A damaged page, a file that is no database, and a database without our tables. */
const NO_DATA_FILE: readonly unknown[] = [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR]

/** What a backup bears in SQLite's header and the store it was made of never does: "copy" in ASCII. */
export const COPY_MARK = 0x63_6f_70_79

/** Takes all of the log over into the file, and empties the log. */
const TAKE_OVER = 'PRAGMA wal_checkpoint(TRUNCATE)'

/** At most as many rows as are bound last. SQLite prepares a statement with a bare `LIMIT ?` anew for each call, which takes longer than the call. */
export const AT_MOST = 'LIMIT ? + 0'

/** The one connection to SQLite. Writes begin a transaction by themselves; nothing is durable before `commit`. */
export class Database {
  private readonly sqlite: DatabaseSync
  private readonly still: StillFile
  private inTransaction = false
  private writes = 0

  constructor(file: string) {
    this.sqlite = open(file)
    this.still = new StillFile(this.sqlite, file)
  }

  /** A statement for reading. */
  prepare(sql: string): StatementSync {
    const statement = this.sqlite.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }

  /** The first column of the first row; null as 0. */
  number(sql: string, ...given: SQLInputValue[]): number {
    return Number(column(this.prepare(sql).get(...given), 0) ?? 0)
  }

  /** Rises with every change that is begun: where it has not risen, there is nothing to undo. */
  get writeCount(): number {
    return this.writes
  }

  /** True from the first change after a commit on: what is read now may yet be undone. */
  get isWriting(): boolean {
    return this.inTransaction
  }

  /** Call before every change. */
  willWrite(): void {
    this.writes += 1
    if (this.inTransaction) return
    this.sqlite.exec('BEGIN IMMEDIATE')
    this.inTransaction = true
  }

  execute(sql: string): void {
    this.willWrite()
    this.sqlite.exec(sql)
  }

  /** Throws: SQLite's error; nothing since the last commit is kept, and the caller calls `rollback`. */
  commit(): void {
    if (!this.inTransaction) return
    this.sqlite.exec('COMMIT')
    this.inTransaction = false
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

  /** Commits what came before, and then what `work` writes; when that fails, it alone is undone. */
  apart(work: () => void): void {
    this.commit()
    const before = this.writes
    try {
      work()
      this.commit()
    } catch (fault) {
      this.rollback()
      this.writes = before
      throw fault
    }
  }

  /** All that is committed, for another process to read. Throws: when what came before cannot be committed. */
  hold(now: number): Still {
    this.commit()
    this.still.letGoBefore(now)
    if (!this.still.isHeld) this.exceptOnFullDisk(TAKE_OVER)
    return this.still.hold(now)
  }

  /** False when what was read meanwhile may be of two moments. Throws: when what came before cannot be committed. */
  letGo(hold: string): boolean {
    this.commit()
    const wasHeld = this.still.letGo(hold)
    if (!this.still.isHeld) this.exceptOnFullDisk(TAKE_OVER)
    return wasHeld
  }

  /** Whoever held the file may have been killed. Call after a commit. */
  letGoBefore(now: number): void {
    const wasHeld = this.still.isHeld
    this.still.letGoBefore(now)
    if (wasHeld && !this.still.isHeld) this.exceptOnFullDisk(TAKE_OVER)
  }

  /** Says whether this file holds a copy of another, as an import puts it together, or is one that is written to. */
  noteCopy(isCopy: boolean): void {
    this.execute(`PRAGMA application_id = ${isCopy ? COPY_MARK : 0}`)
  }

  /** A backup on another disk is one, also where this one is too full to keep a note of it. */
  noteBackup(at: number, file: string): void {
    try {
      this.apart(() => {
        this.willWrite()
        this.prepare('INSERT INTO backups VALUES (?, ?)').run(at, file)
      })
    } catch (fault) {
      if (!isDiskFull(fault)) throw fault
    }
  }

  /** What is known of the file. Unit: bytes. */
  figures() {
    const pageBytes = this.number('PRAGMA page_size')
    const backups = this.prepare('SELECT at, file FROM backups ORDER BY at').all()
    return {
      formatVersion: this.number('PRAGMA user_version'),
      isCopy: this.number('PRAGMA application_id') === COPY_MARK,
      fileBytes: this.number('PRAGMA page_count') * pageBytes,
      freeBytes: this.number('PRAGMA freelist_count') * pageBytes,
      setAsideCount: this.number('SELECT count(*) FROM setAside'),
      backups: backups.map((row) => ({ at: new Date(Number(column(row, 0))), file: String(column(row, 1)) })),
    }
  }

  /** Commits, and has nothing of what was deleted before in any file: pages and write-ahead log are the data as it is. */
  flush(): void {
    this.commit()
    this.still.letGoBefore(Number.POSITIVE_INFINITY)
    this.sqlite.exec(TAKE_OVER)
  }

  /** What lies there then has no log, and says so: one that is found beside it, or beside a copy of it, is another's. A full disk keeps its log. */
  close(): void {
    this.commit()
    this.exceptOnFullDisk(`${TAKE_OVER}; PRAGMA journal_mode = DELETE`)
    this.sqlite.close()
  }

  /** What the disk has no room for stays in the log, which is not begun anew then. */
  private exceptOnFullDisk(sql: string): void {
    try {
      this.sqlite.exec(sql)
    } catch (fault) {
      if (!isDiskFull(fault)) throw fault
    }
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

/** True when a page of the file is not what SQLite wrote there. */
export function isDamage(fault: unknown): boolean {
  return sqliteCodeOf(fault) === SQLITE_CORRUPT
}

/** EXCLUSIVE before WAL: the lock is then held for as long as the file is open, and no shared memory file is needed. */
function open(file: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined
  try {
    if (file !== ':memory:') closeToOthers(file)
    sqlite = new DatabaseSync(file)
    sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // What is deleted is overwritten, not only forgotten.
    sqlite.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON')
    sqlite.exec('BEGIN EXCLUSIVE')
    prepareFormat(sqlite)
    sqlite.exec('COMMIT')
    return sqlite
  } catch (fault) {
    sqlite?.close()
    if (fault instanceof StoreFormatError || sqliteCodeOf(fault) === undefined) throw fault
    if (sqliteCodeOf(fault) === SQLITE_BUSY) throw new StoreInUseError(undefined)
    const reason = `${file}: ${reasonOf(fault)}`
    if (NO_DATA_FILE.includes(sqliteCodeOf(fault))) throw new StoreDamagedError(reason)
    throw new StoreUnwritableError(reason)
  }
}

/** A statement that answers arrays is still typed as answering objects. */
export function column(row: unknown, at: number): unknown {
  return Array.isArray(row) ? row[at] : undefined
}

export function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new Error('a column that is not bytes')
}
