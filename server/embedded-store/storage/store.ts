import { Catalog } from './catalog.ts'
import type { CollectionTable } from './collectionTable.ts'
import { Database } from './database.ts'
import { RecordWriter } from './recordWriter.ts'
import { Transaction } from './transaction.ts'
import { plainView, type View } from './view.ts'

/** The data and everything that changes it. */
export class Store {
  readonly database: Database
  readonly catalog: Catalog
  readonly writer: RecordWriter
  readonly plain: View
  private readonly open = new Set<Transaction>()

  constructor(file: string) {
    this.database = new Database(file)
    this.catalog = new Catalog(this.database)
    this.writer = new RecordWriter(this.database, this.open)
    this.plain = plainView(this.writer)
  }

  beginTransaction(): Transaction {
    return new Transaction({ database: this.database, writer: this.writer, open: this.open })
  }

  drop(collection: CollectionTable): void {
    for (const transaction of this.open) transaction.collectionDropped(collection)
    this.catalog.drop(collection)
  }

  /** Undoes everything since the last commit; the open transactions are ended by their sessions. */
  undo(): void {
    this.database.rollback()
    this.catalog.reload()
  }

  /** The last transaction that a session committed, also before a restart: a repeated commit is answered, not redone. */
  rememberCommit(session: string, number: bigint, at: number): void {
    this.database.willWrite()
    this.database.prepare('INSERT OR REPLACE INTO commits VALUES (?, ?, ?)').run(session, number, at)
  }

  wasCommitted(session: string, number: bigint): boolean {
    const row = this.database.prepare('SELECT 1 FROM commits WHERE session = ? AND number = ?').get(session, number)
    return row !== undefined
  }

  /** What was noted before an instant: commits that nobody asks after any more, or damaged records that were set aside. */
  forgetBefore(table: 'commits' | 'setAside', at: number): void {
    if (this.database.prepare(`SELECT 1 FROM ${table} WHERE at < ? LIMIT 1`).get(at) === undefined) return
    this.database.willWrite()
    this.database.prepare(`DELETE FROM ${table} WHERE at < ?`).run(at)
  }
}
