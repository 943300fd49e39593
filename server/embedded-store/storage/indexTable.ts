import { AT_MOST, bytesOf, column, type Database } from './database.ts'
import type { IndexSpec } from './indexSpec.ts'

/** Keys from `low` up to, and without, `high`. */
export interface KeyRange {
  readonly low: Uint8Array
  readonly high: Uint8Array
}

/** One entry of an index: its key, and the record that has it. */
export type Entry = readonly [Uint8Array, number]

/** One index on disk: ordered keys beside record numbers. */
export class IndexTable {
  readonly id: number
  spec: IndexSpec
  /** A cursor may outlive its index. */
  isDropped = false
  /** For each field, whether some document ever had an array there: such a field's bounds cannot be combined. */
  readonly multikey: boolean[]
  /** How many queries since the start took it. */
  useCount = 0
  private readonly database: Database
  private readonly table: string
  private readonly addEntry
  private readonly removeEntry
  private readonly findHolders
  private readonly rememberMultikey
  private readonly knownMultikey
  private readonly forward
  private readonly backward

  constructor(database: Database, id: number, spec: IndexSpec, multikey: readonly boolean[]) {
    this.database = database
    this.id = id
    this.spec = spec
    this.multikey = [...multikey]
    this.table = `index_${id}`
    const { table } = this
    this.addEntry = database.prepare(`INSERT INTO ${table} VALUES (?, ?)`)
    this.removeEntry = database.prepare(`DELETE FROM ${table} WHERE key = ? AND record = ?`)
    this.findHolders = database.prepare(`SELECT record FROM ${table} WHERE key = ? LIMIT 2`)
    this.rememberMultikey = database.prepare('UPDATE indexes SET multikey = ? WHERE id = ?')
    this.knownMultikey = database.prepare('SELECT multikey FROM indexes WHERE id = ?')
    this.forward = database.prepare(
      `SELECT key, record FROM ${table} WHERE key >= ? AND key < ? AND (key, record) > (?, ?) ORDER BY key, record ${AT_MOST}`,
    )
    this.backward = database.prepare(
      `SELECT key, record FROM ${table} WHERE key >= ? AND key < ? AND (key < ? OR (key = ? AND record > ?))
       ORDER BY key DESC, record ${AT_MOST}`,
    )
  }

  static createTable(database: Database, id: number): void {
    database.execute(
      `CREATE TABLE index_${id} (key BLOB, record INTEGER, PRIMARY KEY (key, record)) STRICT, WITHOUT ROWID`,
    )
  }

  dropTable(): void {
    this.isDropped = true
    this.database.execute(`DROP TABLE ${this.table}`)
  }

  /** The records that have the key; of more than two, two. */
  holdersOf(key: Uint8Array): number[] {
    return this.findHolders.all(key).map((row) => Number(column(row, 0)))
  }

  add(key: Uint8Array, record: number): void {
    this.addEntry.run(key, record)
  }

  remove(key: Uint8Array, record: number): void {
    this.removeEntry.run(key, record)
  }

  has(key: Uint8Array, record: number): boolean {
    return (
      this.database.prepare(`SELECT 1 FROM ${this.table} WHERE key = ? AND record = ?`).get(key, record) !== undefined
    )
  }

  count(): number {
    return this.database.number(`SELECT count(*) FROM ${this.table}`)
  }

  countOf(record: number): number {
    return this.database.number(`SELECT count(*) FROM ${this.table} WHERE record = ?`, record)
  }

  /** Keys that more than one record has. */
  countShared(): number {
    return this.database.number(`SELECT count(*) FROM (SELECT 1 FROM ${this.table} GROUP BY key HAVING count(*) > 1)`)
  }

  clear(): void {
    this.database.execute(`DELETE FROM ${this.table}`)
  }

  /** Fields of which an array was seen now for the first time are remembered, on disk too. */
  noteMultikey(seen: readonly boolean[]): void {
    if (seen.every((isArray, at) => !isArray || this.multikey[at])) return
    for (const [at, isArray] of seen.entries()) if (isArray) this.multikey[at] = true
    this.rememberMultikey.run(this.multikey.map(Number).join(''), this.id)
  }

  /** After what was written has been undone: memory says no more than the disk. */
  recallMultikey(): void {
    for (const [at, flag] of [...String(column(this.knownMultikey.get(this.id), 0))].entries()) {
      this.multikey[at] = flag === '1'
    }
  }

  /** At most `limit` entries of the range in key order, beginning behind `after`; equal keys by record, both ways. */
  entries(range: KeyRange, reverse: boolean, after: Entry | undefined, limit: number): Entry[] {
    const [key, record] = after ?? [reverse ? range.high : range.low, reverse ? Number.MAX_SAFE_INTEGER : -1]
    const rows = reverse
      ? this.backward.all(range.low, range.high, key, key, record, limit)
      : this.forward.all(range.low, range.high, key, record, limit)
    return rows.map((row): Entry => [bytesOf(column(row, 0)), Number(column(row, 1))])
  }
}
