import { Int32 } from 'bson'
import type { Doc, Reply } from '../bson/values.ts'
import { setDamagedAside, validateCollection } from '../storage/validate.ts'
import { type Context, requireCollection } from './command.ts'
import { CommandFields } from './commandFields.ts'

/** As MongoDB's: whether a collection is sound. `full` compares its indexes with its documents, `repair` sets damaged ones aside. */
export function validate(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('validate', doc, ['full', 'repair'])
  const collection = requireCollection(context, fields.text('validate'))
  context.willBeBusy()
  const { database } = context.store
  const found = validateCollection(database, collection, fields.looseFlag('full'))
  const repaired = fields.looseFlag('repair') && (found.damaged.length > 0 || found.errors.length > 0)
  if (repaired) setDamagedAside(database, collection, context.now.getTime())
  return {
    ns: collection.namespace,
    nInvalidDocuments: BigInt(found.damaged.length),
    nrecords: BigInt(found.records),
    nIndexes: new Int32(collection.indexes.length),
    keysPerIndex: new Map([...found.keys].map(([name, count]) => [name, BigInt(count)])),
    valid: found.damaged.length === 0 && found.errors.length === 0,
    repaired,
    warnings: [],
    errors: [...found.errors],
    corruptRecords: found.damaged.map(BigInt),
    ok: 1,
  }
}

/** Not a command of MongoDB's: what whoever runs this store wants to know of it. */
export function health(context: Context, doc: Doc): Reply {
  new CommandFields('embeddedStoreHealth', doc, [])
  const { store } = context
  const indexes = store.catalog.all().flatMap((collection) =>
    collection.indexes.map(({ spec, useCount }) => ({
      ns: collection.namespace,
      name: spec.name,
      useCount: new Int32(useCount),
    })),
  )
  return { ...store.database.figures(), indexes, ok: 1 }
}

/** Not a command of MongoDB's: says that what was put in here is a copy, which nobody has begun yet, or that it has been begun. */
export function copy(context: Context, doc: Doc): Reply {
  context.store.database.noteCopy(new CommandFields('embeddedStoreCopy', doc, []).flag('embeddedStoreCopy'))
  return { ok: 1 }
}

/** Not a command of MongoDB's: lets another process of this machine read all that is committed, until it is told that this is done. */
export function hold(context: Context, doc: Doc): Reply {
  new CommandFields('embeddedStoreHold', doc, [])
  const { logBytes, ...still } = context.store.database.hold(context.now.getTime())
  return { ...still, logBytes: BigInt(logBytes), ok: 1 }
}

export function letGo(context: Context, doc: Doc): Reply {
  const held = new CommandFields('embeddedStoreLetGo', doc, []).text('embeddedStoreLetGo')
  return { wasHeld: context.store.database.letGo(held), ok: 1 }
}

/** Not a command of MongoDB's: a copy that was written to this path is kept as a backup. Not every copy is: one may not be sound, or be made on the way to something else. */
export function backupKept(context: Context, doc: Doc): Reply {
  const file = new CommandFields('embeddedStoreBackupKept', doc, []).text('embeddedStoreBackupKept')
  context.store.database.noteBackup(context.now.getTime(), file)
  return { ok: 1 }
}
