import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { CollectionTable } from './collectionTable.ts'
import { bytesOf, column, type Database } from './database.ts'
import { decodeIndexSpec, idIndexSpec } from './indexDefinition.ts'
import type { IndexSpec } from './indexSpec.ts'
import { IndexTable } from './indexTable.ts'

/** Which collections and indexes exist. */
export class Catalog {
  private readonly database: Database
  private readonly byNamespace = new Map<string, CollectionTable>()

  constructor(database: Database) {
    this.database = database
    this.reload()
  }

  /** After a failed commit the disk is right and what was remembered may not be. */
  reload(): void {
    for (const collection of this.byNamespace.values()) collection.isDropped = true
    this.byNamespace.clear()
    const byId = new Map<number, CollectionTable>()
    for (const row of this.database.prepare('SELECT id, namespace FROM collections ORDER BY namespace').all()) {
      const collection = new CollectionTable(this.database, Number(column(row, 0)), String(column(row, 1)))
      this.byNamespace.set(collection.namespace, collection)
      byId.set(collection.id, collection)
    }
    for (const row of this.database.prepare('SELECT id, collection, spec, multikey FROM indexes ORDER BY id').all()) {
      const spec = decodeIndexSpec(decodeDocument(bytesOf(column(row, 2))))
      const multikey = [...String(column(row, 3))].map((flag) => flag === '1')
      const table = new IndexTable(this.database, Number(column(row, 0)), spec, multikey)
      byId.get(Number(column(row, 1)))?.indexes.push(table)
    }
  }

  find(namespace: string): CollectionTable | undefined {
    return this.byNamespace.get(namespace)
  }

  all(): CollectionTable[] {
    return [...this.byNamespace.values()].sort((left, right) => (left.namespace < right.namespace ? -1 : 1))
  }

  /** The names of the databases that have a collection. */
  databases(): Set<string> {
    return new Set(this.all().map(({ namespace }) => namespace.split('.')[0] ?? ''))
  }

  create(namespace: string): CollectionTable {
    this.database.willWrite()
    const insert = this.database.prepare('INSERT INTO collections (namespace) VALUES (?)')
    const id = Number(insert.run(namespace).lastInsertRowid)
    CollectionTable.createTable(this.database, id)
    const collection = new CollectionTable(this.database, id, namespace)
    this.byNamespace.set(namespace, collection)
    this.addIndex(collection, idIndexSpec())
    return collection
  }

  drop(collection: CollectionTable): void {
    this.database.willWrite()
    collection.dropTables()
    this.database.prepare('DELETE FROM indexes WHERE collection = ?').run(collection.id)
    this.database.prepare('DELETE FROM collections WHERE id = ?').run(collection.id)
    this.byNamespace.delete(collection.namespace)
  }

  /** A new index without entries. */
  addIndex(collection: CollectionTable, spec: IndexSpec): IndexTable {
    this.database.willWrite()
    const multikey = spec.fields.map(() => false)
    const insert = this.database.prepare('INSERT INTO indexes (collection, spec, multikey) VALUES (?, ?, ?)')
    const id = Number(
      insert.run(collection.id, encodeDocument(spec.shown), multikey.map(Number).join('')).lastInsertRowid,
    )
    IndexTable.createTable(this.database, id)
    const index = new IndexTable(this.database, id, spec, multikey)
    collection.indexes.push(index)
    return index
  }

  replaceSpec(index: IndexTable, spec: IndexSpec): void {
    this.database.willWrite()
    this.database.prepare('UPDATE indexes SET spec = ? WHERE id = ?').run(encodeDocument(spec.shown), index.id)
    index.spec = spec
  }

  dropIndex(collection: CollectionTable, index: IndexTable): void {
    this.database.willWrite()
    index.dropTable()
    this.database.prepare('DELETE FROM indexes WHERE id = ?').run(index.id)
    collection.indexes.splice(collection.indexes.indexOf(index), 1)
  }
}
