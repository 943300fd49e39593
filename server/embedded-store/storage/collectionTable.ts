import type { Database } from './database.ts'
import { bytesOf, column, type IndexTable } from './indexTable.ts'

/** A document on disk: its record number, which only grows, and its bytes. */
export type StoredRecord = readonly [number, Uint8Array]

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
  private readonly countAll
  private lastRecord: number

  constructor(database: Database, id: number, namespace: string) {
    this.database = database
    this.id = id
    this.namespace = namespace
    this.table = `collection_${id}`
    const { table } = this
    this.readOne = database.prepare(`SELECT doc FROM ${table} WHERE record = ?`)
    this.writeOne = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`)
    this.eraseOne = database.prepare(`DELETE FROM ${table} WHERE record = ?`)
    this.readAfter = database.prepare(`SELECT record, doc FROM ${table} WHERE record > ? ORDER BY record LIMIT ?`)
    this.countAll = database.prepare(`SELECT count(*) FROM ${table}`)
    const last = database.prepare(`SELECT max(record) FROM ${table}`).get()
    this.lastRecord = Number(column(last, 0) ?? 0)
  }

  static createTable(database: Database, id: number): void {
    database.execute(`CREATE TABLE collection_${id} (record INTEGER PRIMARY KEY, doc BLOB NOT NULL) STRICT`)
  }

  dropTables(): void {
    this.isDropped = true
    for (const index of this.indexes) index.dropTable()
    this.database.execute(`DROP TABLE ${this.table}`)
  }

  nextRecord(): number {
    this.lastRecord += 1
    return this.lastRecord
  }

  read(record: number): Uint8Array | undefined {
    const row = this.readOne.get(record)
    return row === undefined ? undefined : bytesOf(column(row, 0))
  }

  after(record: number, limit: number): StoredRecord[] {
    return this.readAfter
      .all(record, limit)
      .map((row): StoredRecord => [Number(column(row, 0)), bytesOf(column(row, 1))])
  }

  count(): number {
    return Number(column(this.countAll.get(), 0))
  }

  write(record: number, bytes: Uint8Array): void {
    this.writeOne.run(record, bytes)
  }

  erase(record: number): void {
    this.eraseOne.run(record)
  }
}
