import type { Doc, Reply, Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import type { Store } from '../storage/store.ts'
import type { View } from '../storage/view.ts'
import type { Cursors } from './cursors.ts'
import type { Deadline } from './deadline.ts'
import type { Sessions } from './sessions.ts'

/** What all commands work on. */
export interface Machine {
  readonly store: Store
  readonly cursors: Cursors
  readonly sessions: Sessions
  /** Says that a command may take long, so that the silence is not taken for a fault. */
  readonly willBeBusy: () => void
}

/** What one command works on. */
export interface Context extends Machine {
  /** The transaction of the command, or the plain view. */
  readonly view: View
  readonly database: string
  readonly now: Date
  readonly deadline: Deadline
}

/** What a command does, once it has been read. */
export type Run = (context: Context) => Reply

export interface Command {
  /** Throws: MongoError for what is wrong with the form; a transaction is only asked for, and only ended by an error, after this. */
  readonly read: (doc: Doc) => Run
  readonly inTransaction: boolean
}

const MAX_NAMESPACE_BYTES = 255
const MAX_DATABASE_BYTES = 63

/** Throws: MongoError 73 for names that no database may have. */
export function databaseOf(name: Value | undefined): string {
  if (typeof name !== 'string') throw new MongoError('Location40571', 'OP_MSG requests require a $db argument')
  if (/^[^/\\. "$\0]+$/.test(name) && Buffer.byteLength(name) <= MAX_DATABASE_BYTES) return name
  throw new MongoError('InvalidNamespace', `Invalid database name: '${name}'`)
}

/** Throws: MongoError 73 for names that no collection may have. */
export function namespaceOf(database: string, collection: string): string {
  const bad = collection === '' || collection.includes('$') || collection.includes('\0') || collection.startsWith('.')
  const namespace = `${database}.${collection}`
  if (bad || collection.startsWith('system.')) {
    throw new MongoError('InvalidNamespace', `Invalid namespace specified '${namespace}'`)
  }
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES) throw refused('a collection with so long a name')
  return namespace
}

/** Throws: a refusal of a database whose name differs from another's only by case. */
export function requireNewName({ store, database }: Context): void {
  const others = [...store.catalog.databases()]
  if (others.some((other) => other !== database && other.toLowerCase() === database.toLowerCase())) {
    throw refused('two databases whose names differ by case only')
  }
}

export function findCollection(context: Context, name: string): CollectionTable | undefined {
  return context.store.catalog.find(namespaceOf(context.database, name))
}

/** Throws: MongoError 26 when there is none. */
export function requireCollection(context: Context, name: string): CollectionTable {
  const found = findCollection(context, name)
  if (!found) throw new MongoError('NamespaceNotFound', `ns not found: ${context.database}.${name}`)
  return found
}

/** Throws: a refusal inside a transaction, where a new collection would have to wait for the commit. */
export function ensureCollection(context: Context, name: string): CollectionTable {
  const found = findCollection(context, name)
  if (!found && context.view !== context.store.plain) throw refused('a new collection in a transaction')
  if (found) return found
  requireNewName(context)
  return context.store.catalog.create(namespaceOf(context.database, name))
}
