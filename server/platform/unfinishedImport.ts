import type { Db } from 'mongodb'

/** Holds one document for as long as an import is under way, and after it was cut off in the middle. */
const COLLECTION = 'unfinishedImport'

/** Only a part of what was exported is there: whoever wrote into it would lose the rest without noticing. */
export class UnfinishedImportError extends Error {
  constructor() {
    super(
      '取り込みが途中で終わっています。同じフォルダーで npm run import をもう一度してください / an import was cut off here: run npm run import again',
    )
    this.name = 'UnfinishedImportError'
  }
}

export const isImportUnfinished = async (db: Db): Promise<boolean> =>
  (await db.collection(COLLECTION).findOne({})) !== null

/** Throws: `UnfinishedImportError`. */
export async function assertImportFinished(db: Db): Promise<void> {
  if (await isImportUnfinished(db)) throw new UnfinishedImportError()
}

export async function noteImportBegun(db: Db): Promise<void> {
  await db.collection(COLLECTION).insertOne({ at: Date.now() })
}

export async function noteImportFinished(db: Db): Promise<void> {
  await db.collection(COLLECTION).drop()
}

/** Makes the place empty; for what was put there by an import that was cut off, or by a server without a council. */
export async function removeAll(db: Db): Promise<void> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const others = names.filter((name) => name !== COLLECTION && !name.startsWith('system.'))
  // The sign itself last: cut off once more, the place is still known for what it is.
  for (const name of [...others, ...names.filter((one) => one === COLLECTION)]) await db.collection(name).drop()
}
