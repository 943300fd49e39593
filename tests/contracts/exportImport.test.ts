import { createHash } from 'node:crypto'
import fs, { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { serialize } from 'bson'
import { Binary, Decimal128, Double, Int32, Long, type MongoClient, ObjectId } from 'mongodb'
import { expect, onTestFinished, test } from 'vitest'
import { exportData } from '#scripts/exportData.ts'
import { collectionFileOf, documentOf, manifestFileOf } from '#scripts/exportFolder.ts'
import { importData } from '#scripts/importData.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { startRealServer } from './embeddedStore/realServer.ts'
import { aFolder, openFolder } from './embeddedStore/storeFolder.ts'

const silent = () => undefined
const of = (dataDir: string) => ({ mongodbUri: null, dataDir })

const placesIn = (dir: string) => ({
  data: join(dir, 'data'),
  out: join(dir, 'out'),
  target: join(dir, 'target'),
  again: join(dir, 'again'),
})

async function fill(dataDir: string): Promise<void> {
  const { client, close } = await openFolder(dataDir)
  const db = client.db(DATABASE)
  await db.collection('kinds').insertMany([
    {
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('1.10'),
      bytes: new Binary(Buffer.from([0, 1, 255])),
      uuid: new Binary(Buffer.alloc(16, 7), 4),
      date: new Date(-1),
      id: new ObjectId(),
      whole: new Double(1),
      minusZero: new Double(-0),
      int: new Int32(1),
      text: '住まい\u0000\n〔〕',
      nothing: null,
      nested: { list: [1, [2], { z: 1, a: 2 }], empty: {} },
    },
  ])
  const rows = Array.from({ length: 2_500 }, (_, at) => ({ _id: `${at}`, at }))
  await db.collection<{ _id: string }>('rows').insertMany(rows)
  await db.collection('rows').createIndex({ at: -1 }, { unique: true })
  await db.createCollection('empty')
  await close()
}

test('[OP1.14] what is exported and imported is the same to the byte, with its indexes, and readable by its owner only', async () => {
  using folder = aFolder()
  const { data, out, target, again } = placesIn(folder.dir)
  await fill(data)

  const exported = await exportData(of(data), out, silent)
  await importData(of(target), out, silent)
  const reExported = await exportData(of(target), again, silent)

  expect(reExported.collections).toEqual(exported.collections)
  expect(exported.collections.map(({ name, count }) => `${name} ${count}`)).toEqual(['empty 0', 'kinds 1', 'rows 2500'])
  expect(exported.collections.at(-1)?.indexes).toEqual([{ key: { at: -1 }, name: 'at_-1', unique: true }])
  expect(readdirSync(out).toSorted()).toEqual(['empty.jsonl', 'kinds.jsonl', 'manifest.json', 'rows.jsonl'])
  expect(readdirSync(out).filter((name) => (statSync(join(out, name)).mode & 0o777) !== 0o600)).toEqual([])
})

test('[OP1.14] what a person typed or pasted that looks like the end of a line elsewhere is no end of a document', async () => {
  using folder = aFolder()
  const { data, out, target, again } = placesIn(folder.dir)
  const { client, close } = await openFolder(data)
  const rows = ['\u2028', '\u2029', '\u0085', '\r', '\n', '\v'].map((end) => ({ name: `みなと${end}更生会` }))
  await client.db(DATABASE).collection('organisations').insertMany(rows)
  await close()

  const exported = await exportData(of(data), out, silent)
  await importData(of(target), out, silent)

  expect((await exportData(of(target), again, silent)).collections).toEqual(exported.collections)
})

/** Writes the same into the first and the last collection, again and again, for as long as the work takes. */
async function whileWriting<Done>(client: MongoClient, work: () => Promise<Done>): Promise<Done> {
  const [first, last] = ['aFirst', 'zLast'].map((name) => client.db(DATABASE).collection(name))
  let isWriting = true
  const writing = async () => {
    while (isWriting) {
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await first?.insertOne({}, { session })
          await last?.insertOne({}, { session })
        }),
      )
    }
  }
  const written = writing()
  try {
    return await work()
  } finally {
    isWriting = false
    await written
  }
}

test('[OP1.14] a running store is exported as it was at one moment, whatever is written meanwhile', async () => {
  using folder = aFolder()
  const { data, out } = placesIn(folder.dir)
  await fill(data)
  const open = await openFolder(data)
  for (const name of ['aFirst', 'zLast']) await open.client.db(DATABASE).createCollection(name)

  const { collections } = await whileWriting(open.client, () => exportData(of(data), out, silent))

  const counts = new Map(collections.map(({ name, count }) => [name, count]))
  expect(counts.get('rows')).toBe(2_500)
  expect(counts.get('aFirst')).toBe(counts.get('zLast'))
  await open.close()
})

test('[OP1.14] a target that is not empty or in use, and a changed file, are refused', async () => {
  using folder = aFolder()
  const { data, out, target, again } = placesIn(folder.dir)
  await fill(data)
  await exportData(of(data), out, silent)

  await expect(exportData(of(data), out, silent)).rejects.toThrow('not empty')
  await expect(importData(of(data), out, silent)).rejects.toThrow('not empty')
  const running = await openFolder(again)
  await expect(importData(of(again), out, silent)).rejects.toThrow('stop the server first')
  await running.close()
  const file = collectionFileOf(out, 'rows')
  const whole = readFileSync(file, 'utf8')
  writeFileSync(file, whole.replace('"at":{"$numberInt":"7"}', '"at":{"$numberInt":"8"}'))
  await expect(importData(of(target), out, silent)).rejects.toThrow('damaged')
  writeFileSync(file, whole)
  appendFileSync(file, '{"_id":"one more"}\n')
  await expect(importData(of(target), out, silent)).rejects.toThrow('damaged')
})

test('[OP1.14] what the target keeps differently is no import, and no server starts on it', async () => {
  using folder = aFolder()
  const { data, out, target, again } = placesIn(folder.dir)
  const { client, close } = await openFolder(data)
  await client.db(DATABASE).collection<{ _id: string; at: number }>('rows').insertOne({ _id: 'one', at: 1 })
  await close()
  const { collections } = await exportData(of(data), out, silent)
  // A store puts the `_id` first, as MongoDB does.
  const turned = '{"at":{"$numberInt":"1"},"_id":"one"}'
  const sha256 = createHash('sha256')
    .update(serialize(documentOf(turned)))
    .digest('hex')
  writeFileSync(collectionFileOf(out, 'rows'), `${turned}\n`)
  const manifest = readFileSync(manifestFileOf(out), 'utf8')
  writeFileSync(manifestFileOf(out), manifest.replace(collections[0]?.sha256 ?? 'none', sha256))

  await expect(importData(of(target), out, silent)).rejects.toThrow('read back differently')

  await expect(exportData(of(target), again, silent)).rejects.toThrow('an import was cut off')
})

test('[OP1.14] from the embedded store to a real replica set and back every collection has the same hash', {
  timeout: 60_000,
}, async ({ skip }) => {
  const real = await startRealServer()
  if (!real) return skip('MONGOD_BINARY names no mongod: export to and import from a real server were NOT run')
  using folder = aFolder()
  const onReal = { mongodbUri: real.uri, dataDir: folder.dir }
  const { data, out, target, again } = placesIn(folder.dir)
  await fill(data)

  const exported = await exportData(of(data), out, silent)
  await importData(onReal, out, silent)
  const fromReal = await exportData(onReal, join(folder.dir, 'from-real'), silent)
  await importData(of(target), join(folder.dir, 'from-real'), silent)
  const back = await exportData(of(target), again, silent)

  expect(fromReal.collections).toEqual(exported.collections)
  expect(back.collections).toEqual(exported.collections)
  await real.stop()
})

test('[OP1.44] the names of what was exported are on the disk when the export is told', async () => {
  using folder = aFolder()
  const { data, out } = placesIn(folder.dir)
  await fill(data)
  const { fsyncSync } = fs
  const kept: string[] = []
  const setSync = (sync: typeof fsyncSync) => {
    fs.fsyncSync = sync
    syncBuiltinESMExports()
  }
  onTestFinished(() => setSync(fsyncSync))
  setSync((opened) => {
    const isOut = fs.fstatSync(opened).ino === fs.statSync(out).ino
    if (isOut) kept.push(...readdirSync(out))
    fsyncSync(opened)
  })

  await exportData(of(data), out, silent)

  expect(kept.toSorted()).toEqual(['empty.jsonl', 'kinds.jsonl', 'manifest.json', 'rows.jsonl'])
})
