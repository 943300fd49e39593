import { crc32 } from 'node:zlib'
import { MongoError } from '../mongoError.ts'
import { AT_MOST, bytesOf, column, type Database, isDamage } from './database.ts'
import type { IndexTable } from './indexTable.ts'

/** A document on disk: its record number, which only grows, its bytes, and the checksum that they should have. */
export type StoredRecord = readonly [record: number, bytes: Uint8Array, checksum: unknown]

/** One collection on disk: documents in the order in which they were first written, and its indexes. */
export class CollectionTable {
  readonly id: number
  readonly namespace: string
  readonly indexes: IndexTable[] = []
  /** A cursor may outlive its collection. */
  isDropped = false
  private readonly database: Database
  private readonly table: string
  private readonly readOne
  private readonly writeOne
  private readonly eraseOne
  private readonly readAfter
  private readonly readNumbers
  private readonly countAll
  /** Undefined where a damaged page hides it. */
  private lastRecord: number | undefined

  constructor(database: Database, id: number, namespace: string) {
    this.database = database
    this.id = id
    this.namespace = namespace
    this.table = `collection_${id}`
    const { table } = this
    this.readOne = database.prepare(`SELECT doc, checksum FROM ${table} WHERE record = ?`)
    this.writeOne = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`)
    this.eraseOne = database.prepare(`DELETE FROM ${table} WHERE record = ?`)
    this.readAfter = database.prepare(
      `SELECT record, doc, checksum FROM ${table} WHERE record > ? ORDER BY record ${AT_MOST}`,
    )
    this.readNumbers = database.prepare(`SELECT record FROM ${table} ORDER BY record`)
    this.countAll = database.prepare(`SELECT count(*) FROM ${table}`)
    this.lastRecord = this.readLast()
  }

  private readLast(): number | undefined {
    try {
      return this.database.number(`SELECT max(record) FROM ${this.table}`)
    } catch (fault) {
      if (isDamage(fault)) return undefined
      throw fault
    }
  }

  static createTable(database: Database, id: number): void {
    database.execute(
      `CREATE TABLE collection_${id} (record INTEGER PRIMARY KEY, doc BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT`,
    )
  }

  dropTables(): void {
    this.isDropped = true
    for (const index of this.indexes) index.dropTable()
    this.database.execute(`DROP TABLE ${this.table}`)
  }

  /** Throws: MongoError 246 when nobody can say which number was the last. */
  nextRecord(): number {
    if (this.lastRecord === undefined) {
      throw new MongoError('DataCorruptionDetected', `a page of ${this.namespace} is damaged: restore a backup`)
    }
    this.lastRecord += 1
    return this.lastRecord
  }

  /** Throws: MongoError 246 when the bytes are not those that were written. */
  read(record: number): Uint8Array | undefined {
    const row = this.readOne.get(record)
    return row === undefined ? undefined : this.intact([record, bytesOf(column(row, 0)), column(row, 1)])
  }

  /** Records as they lie on the disk, damaged ones too. */
  stored(after: number, limit: number): StoredRecord[] {
    return this.readAfter
      .all(after, limit)
      .map((row) => [Number(column(row, 0)), bytesOf(column(row, 1)), column(row, 2)] as const)
  }

  /** The numbers of all records, in order. */
  records(): number[] {
    return this.readNumbers.all().map((row) => Number(column(row, 0)))
  }

  /** Throws: MongoError 246, as `read`. */
  intact([record, bytes, checksum]: StoredRecord): Uint8Array {
    if (isIntact(bytes, checksum)) return bytes
    const where = `record ${record} of ${this.namespace}`
    throw new MongoError('DataCorruptionDetected', `${where} is damaged on the disk: see what the doctor says`)
  }

  count(): number {
    return Number(column(this.countAll.get(), 0))
  }

  write(record: number, bytes: Uint8Array): void {
    this.writeOne.run(record, bytes, crc32(bytes))
  }

  erase(record: number): void {
    this.eraseOne.run(record)
  }
}

/** Whether a record's bytes are those that were written. */
export function isIntact(bytes: Uint8Array, checksum: unknown): boolean {
  return crc32(bytes) === checksum
}
