import type { Connection } from 'mongoose'
import { systemClock } from '#server/platform/clock.ts'
import { type Atomically, atomicallyOn } from '#server/platform/mongo.ts'
import type { IdSource } from '#shared/core/ids.ts'
import { mongoDataKeys } from './dataKeys.mongo.ts'
import type { DataKeys } from './dataKeys.ts'
import { mongoDivergences } from './divergence/divergences.mongo.ts'
import type { Divergences } from './divergence/divergences.ts'
import { mongoDocuments } from './documents.mongo.ts'
import type { Documents } from './documents.ts'
import { mongoDisposals } from './generations/disposals.mongo.ts'
import type { Disposals } from './generations/disposals.ts'
import { mongoJournal, type StoredJournal } from './journal.mongo.ts'
import type { Journal } from './journal.ts'
import { mongoSnapshots } from './snapshots.mongo.ts'
import type { Snapshots } from './snapshots.ts'
import { mongoLastReadings } from './versions/lastReadings.mongo.ts'
import type { LastReadings } from './versions/lastReadings.ts'
import { mongoVersions } from './versions/versions.mongo.ts'
import type { Versions } from './versions/versions.ts'

/** Where live documents are kept, content sealed. */
export interface CollabStore {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly keys: DataKeys
  readonly divergences: Divergences
  readonly versions: Versions
  readonly lastReadings: LastReadings
  readonly disposals: Disposals
  readonly atomically: Atomically
  /** Has the store forget on its disk what was removed, as far as it can. */
  readonly wipe: () => Promise<void>
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
  const documents = mongoDocuments(ports.connection, keys)
  return {
    keys,
    documents,
    journal: mongoJournal(ports.connection, keys, systemClock),
    snapshots: mongoSnapshots(ports.connection, keys),
    divergences: mongoDivergences(ports.connection, { keys, documents }),
    versions: mongoVersions(ports.connection, { keys, documents }),
    lastReadings: mongoLastReadings(ports.connection),
    disposals: mongoDisposals(ports.connection, keys),
    atomically: atomicallyOn(ports.connection),
    wipe: async () => {
      await ports.connection.db?.admin().command({ fsync: 1 })
    },
  }
}
