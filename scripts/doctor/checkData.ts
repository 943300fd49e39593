import { readFileSync } from 'node:fs'
import type { Connection } from 'mongoose'
import { isWrittenWith } from '#server/collab/dataKeys.mongo.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { bad, type Finding, good } from './finding.ts'
import { makeModelsKnown } from './knownModels.ts'

const SKEW_MS = 2_000

/** Whether every index that a query of the product relies on is there; `isShared` when other nodes may serve from the store. */
export async function checkIndexes(connection: Connection, isShared: boolean): Promise<Finding> {
  makeModelsKnown(connection, isShared)
  const missing: string[] = []
  let count = 0
  for (const model of Object.values(connection.models)) {
    const { name } = model.collection
    const there = await indexKeys(connection, name)
    for (const [fields] of model.schema.indexes()) {
      count += 1
      if (!there.has(JSON.stringify(fields))) missing.push(`${name} ${JSON.stringify(fields)}`)
    }
  }
  if (missing.length === 0) return good(`索引 ${count} 個がそろっています / all indexes are there`)
  return bad(
    `索引がありません: ${missing.join('; ')} / indexes are missing`,
    'サーバーを一度始めると作られます / start the server once: it makes them',
  )
}

/** Whether the key is the one that the data were written with: with another, or with none, nothing can be read and no server starts. */
export async function checkKeyOfData(connection: Connection, keyFile: string): Promise<Finding> {
  const isTheirs = await isWrittenWith(connection, derivedKey(bytesIn(keyFile), 'wrap'))
  if (isTheirs === null) return good('鍵で書かれた文書はまだありません / nothing was written with a key yet')
  if (isTheirs) return good('鍵 KEY_FILE はこのデータのものです / the key is that of the data')
  return bad(
    'このデータの鍵 KEY_FILE が読めないか、別の鍵です / the key of the data cannot be read, or is another',
    '控えた鍵を KEY_FILE の場所に戻してください。ほかの鍵では何も読めません / put the kept key back',
  )
}

function bytesIn(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch {
    // Not there, or not for us to read: it is no key then.
    return new Uint8Array()
  }
}

async function indexKeys(connection: Connection, name: string): Promise<ReadonlySet<string>> {
  const db = connection.getClient().db(connection.name)
  const there = await db.listCollections({ name }, { nameOnly: true }).toArray()
  if (there.length === 0) return new Set()
  return new Set((await db.collection(name).listIndexes().toArray()).map(({ key }) => JSON.stringify(key)))
}

/** The store's clock against ours, and ours against what was written last: a clock that went back makes times lie. */
export async function checkClock(connection: Connection): Promise<Finding> {
  const before = Date.now()
  const { localTime } = await connection.getClient().db('admin').command({ hello: 1 })
  const now = Date.now()
  const skewMs = Math.abs(localTime.getTime() - (before + now) / 2)
  const [newest] = await connection
    .getClient()
    .db(connection.name)
    .collection('journal')
    .find()
    .sort({ writtenAt: -1 })
    .limit(1)
    .toArray()
  const aheadMs = Number(newest?.writtenAt ?? 0) - now
  if (skewMs <= SKEW_MS && aheadMs <= SKEW_MS) return good(`時計のずれ ${Math.round(skewMs)} ms / clock skew`)
  return bad(
    `時計がずれています（${Math.round(Math.max(skewMs, aheadMs))} ms）/ the clocks differ`,
    '時刻合わせ（NTP）を有効にしてください / turn on time synchronisation',
  )
}
