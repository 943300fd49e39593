import type { Connection } from 'mongoose'
import type { IdSource } from '#shared/core/ids.ts'
import { mongoDataKeys } from './dataKeys.mongo.ts'
import type { DataKeys } from './dataKeys.ts'
import { mongoDivergences } from './divergence/divergences.mongo.ts'
import type { Divergences } from './divergence/divergences.ts'
import { mongoDocuments } from './documents.mongo.ts'
import type { Documents } from './documents.ts'
import { mongoJournal, type StoredJournal } from './journal.mongo.ts'
import type { Journal } from './journal.ts'
import { mongoSnapshots } from './snapshots.mongo.ts'
import type { Snapshots } from './snapshots.ts'

/** Where live documents are kept, content sealed. */
export interface CollabStore {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly keys: DataKeys
  readonly divergences: Divergences
}

export interface CollabStorePorts {
  readonly connection: Connection
  /** Derived from the master key, for wrapping data keys only. */
  readonly wrappingKey: Uint8Array
  readonly ids: IdSource
}

/** As the store itself keeps them. */
export interface StoredCollab extends CollabStore {
  readonly journal: StoredJournal
}

export function mongoCollabStore(ports: CollabStorePorts): StoredCollab {
  const keys = mongoDataKeys(ports)
  return {
    keys,
    documents: mongoDocuments(ports.connection, keys),
    journal: mongoJournal(ports.connection, keys),
    snapshots: mongoSnapshots(ports.connection, keys),
    divergences: mongoDivergences(ports.connection, keys),
  }
}
