import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { seededRandom } from '#tests/support/seededRandom.ts'
import { aFolder, openFolder } from './storeFolder.ts'

interface Row {
  readonly _id: number
  readonly text: string
}

const COUNT = 400
const seed = Number(process.env.SEED ?? Date.now() % 100_000)
const rowOf = (at: number): Row => ({ _id: at, text: `〔${String(at).padStart(6, '0')}〕面談の記録` })
const EVEN = Array.from({ length: COUNT }, (_, at) => at).filter((at) => at % 2 === 0)

let random: ReturnType<typeof seededRandom>

beforeEach(() => {
  random = seededRandom(seed)
})

async function fill(dir: string): Promise<void> {
  const { client, close } = await openFolder(dir)
  await client.db('x').collection<Row>('rows').createIndex({ text: 1 }, { unique: true })
  await client
    .db('x')
    .collection<Row>('rows')
    .insertMany(Array.from({ length: COUNT }, (_, at) => rowOf(at)))
  await client.db('x').collection<Row>('others').insertOne(rowOf(1))
  await close()
}

/** Changes one bit in the stored text of each given record, in stale copies that lie in unused space as well. */
function rot(dir: string, ids: readonly number[]): void {
  const file = join(dir, 'store.sqlite')
  const bytes = readFileSync(file)
  // Looked for in the file as it was: a changed text may read as another's.
  const before = Buffer.from(bytes)
  for (const id of ids) {
    const text = Buffer.from(rowOf(id).text)
    // The index holds the text too, in another form: the record's is the one that stands behind its field's name.
    const field = Buffer.concat([Buffer.from('\x02text\0'), Buffer.from([text.length + 1, 0, 0, 0]), text])
    const offset = field.length - text.length + random.below(text.length)
    const bit = 1 << random.below(8)
    for (let at = before.indexOf(field); at >= 0; at = before.indexOf(field, at + 1)) {
      bytes[at + offset] = (bytes[at + offset] ?? 0) ^ bit
    }
  }
  writeFileSync(file, bytes)
}

test(`[OP1.10] each of 100 records with one changed bit is named and refused, and everything else works (SEED=${seed})`, async () => {
  using folder = aFolder()
  await fill(folder.dir)
  const damaged = EVEN.slice(0, 100)
  rot(folder.dir, damaged)

  const { client, close } = await openFolder(folder.dir)
  const rows = client.db('x').collection<Row>('rows')
  const found = await client.db('x').command({ validate: 'rows' })
  const codes = new Map<number, unknown>()
  for (let at = 0; at < COUNT; at += 1) {
    codes.set(
      at,
      await rows.findOne({ _id: at }).then(
        (row) => row?.text,
        ({ code }: { code: number }) => code,
      ),
    )
  }

  expect(found).toMatchObject({ valid: false, nrecords: COUNT, nInvalidDocuments: 100 })
  for (const [at, answer] of codes) expect(answer).toBe(damaged.includes(at) ? 246 : rowOf(at).text)
  await expect(rows.find().toArray()).rejects.toMatchObject({ code: 246 })
  expect(await client.db('x').collection('others').countDocuments()).toBe(1)
  expect(await rows.insertOne(rowOf(COUNT))).toMatchObject({ acknowledged: true })
  await close()
})

test('[OP1.34] whoever asks for the first few is answered, though a record behind them is damaged', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  rot(folder.dir, [6])

  const { client, close } = await openFolder(folder.dir)
  const rows = client.db('x').collection<Row>('rows')
  const cursor = rows.find({}, { batchSize: 6 })

  expect(await rows.findOne({})).toEqual(rowOf(0))
  expect(await rows.find().limit(6).toArray()).toHaveLength(6)
  for (let at = 0; at < 6; at += 1) expect(await cursor.next()).toEqual(rowOf(at))
  await expect(cursor.next()).rejects.toMatchObject({ code: 246 })
  await close()
})

/** Takes the page that holds this record in the collection's own table out of order. */
function ruinPage(dir: string, id: number): void {
  const file = join(dir, 'store.sqlite')
  const bytes = readFileSync(file)
  const field = Buffer.concat([
    Buffer.from('\x02text\0'),
    Buffer.from([Buffer.byteLength(rowOf(id).text) + 1, 0, 0, 0]),
  ])
  const at = bytes.indexOf(Buffer.concat([field, Buffer.from(rowOf(id).text)]))
  const pageBytes = bytes.readUInt16BE(16)
  bytes[at - (at % pageBytes)] = 0
  writeFileSync(file, bytes)
}

test('[OP1.23] a read that meets a damaged page is refused alone: transactions and cursors of others go on', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  ruinPage(folder.dir, 200)

  const { client, close } = await openFolder(folder.dir)
  const [rows, notes] = [client.db('x').collection<Row>('rows'), client.db('x').collection<Row>('notes')]
  await notes.insertMany([1, 2, 3, 4].map(rowOf))
  const cursor = notes.find({}, { batchSize: 2 })
  await cursor.next()
  const session = client.startSession()
  session.startTransaction()
  await notes.insertOne(rowOf(5), { session })

  await expect(rows.find({ _id: 200 }).toArray()).rejects.toMatchObject({ code: 246 })
  await expect(rows.find().toArray()).rejects.toMatchObject({ code: 246 })
  await session.commitTransaction()
  await session.endSession()

  expect((await cursor.toArray()).length).toBe(3)
  expect(await notes.countDocuments()).toBe(5)
  expect((await rows.findOne({ _id: 2 }))?.text).toBe(rowOf(2).text)
  await close()
})

test('[OP1.23] a write that meets a damaged page is refused alone, and a validate names it: transactions of others go on', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  ruinPage(folder.dir, 200)

  const { client, close } = await openFolder(folder.dir)
  const [rows, notes] = [client.db('x').collection<Row>('rows'), client.db('x').collection<Row>('notes')]
  await notes.insertOne(rowOf(1))
  const session = client.startSession()
  session.startTransaction()
  await notes.insertOne(rowOf(2), { session })

  const refused = { code: 246 }
  await expect(rows.updateOne({ _id: 200 }, { $set: { text: '直した記録' } })).rejects.toMatchObject(refused)
  await expect(rows.deleteMany({})).rejects.toMatchObject(refused)
  await expect(rows.findOneAndUpdate({ _id: 200 }, { $set: { text: '直した記録' } })).rejects.toMatchObject(refused)
  expect(await client.db('x').command({ validate: 'rows' })).toMatchObject({ valid: false })
  await session.commitTransaction()
  await session.endSession()

  expect(await notes.countDocuments()).toBe(2)
  expect((await rows.findOne({ _id: 2 }))?.text).toBe(rowOf(2).text)
  await close()
})

test('[OP1.30] a store whose newest page of one collection is damaged starts, and serves everything else', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  ruinPage(folder.dir, COUNT - 1)

  const { client, close } = await openFolder(folder.dir)
  const [rows, others] = [client.db('x').collection<Row>('rows'), client.db('x').collection<Row>('others')]
  await others.insertOne(rowOf(2))
  await expect(rows.insertOne(rowOf(COUNT))).rejects.toMatchObject({ code: 246 })

  expect(await others.countDocuments()).toBe(2)
  expect((await rows.findOne({ _id: 2 }))?.text).toBe(rowOf(2).text)
  expect(await client.db('x').command({ validate: 'rows' })).toMatchObject({ valid: false })
  await close()
})

test('[OP1.30] a store that cannot read which collections and indexes it has is called damaged', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  const sqlite = new DatabaseSync(join(folder.dir, 'store.sqlite'))
  const page = Number(sqlite.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'indexes'").get()?.rootpage)
  const pageBytes = Number(sqlite.prepare('PRAGMA page_size').get()?.page_size)
  sqlite.close()
  const bytes = readFileSync(join(folder.dir, 'store.sqlite'))
  bytes[(page - 1) * pageBytes] = 0
  writeFileSync(join(folder.dir, 'store.sqlite'), bytes)

  await expect(openFolder(folder.dir)).rejects.toMatchObject({ name: 'StoreDamagedError' })
})

test('[OP1.28] what is over and lies on a damaged page disturbs nobody, and what is over elsewhere is removed', async () => {
  using folder = aFolder()
  const over = new Date(0)
  const first = await openFolder(folder.dir)
  for (const name of ['rows', 'sessions']) {
    const collection = first.client.db('x').collection<Row & { over: Date }>(name)
    await collection.createIndex({ over: 1 }, { expireAfterSeconds: 1 })
    const count = name === 'rows' ? COUNT : 1
    await collection.insertMany(Array.from({ length: count }, (_, at) => ({ ...rowOf(at), over })))
  }
  await first.close()
  ruinPage(folder.dir, 200)

  const { client, close } = await openFolder(folder.dir, { expirySweepMs: 100 })
  const [notes, sessions] = [client.db('x').collection<Row>('notes'), client.db('x').collection('sessions')]
  await notes.insertMany([1, 2, 3].map(rowOf))
  const cursor = notes.find({}, { batchSize: 1 })
  await cursor.next()
  const session = client.startSession()
  session.startTransaction()
  await notes.insertOne(rowOf(4), { session })
  await expect.poll(() => sessions.countDocuments()).toBe(0)
  await sessions.insertOne({ over })
  await expect.poll(() => sessions.countDocuments()).toBe(0)
  await session.commitTransaction()
  await session.endSession()

  expect(await cursor.toArray()).toHaveLength(2)
  expect(await notes.countDocuments()).toBe(4)
  await close()
})

test('[OP1.26] a repair that meets a damaged page is refused alone, and changes nothing', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  ruinPage(folder.dir, 200)
  rot(folder.dir, [2])

  const { client, close } = await openFolder(folder.dir)
  const [rows, notes] = [client.db('x').collection<Row>('rows'), client.db('x').collection<Row>('notes')]
  await notes.insertOne(rowOf(1))
  const session = client.startSession()
  session.startTransaction()
  await notes.insertOne(rowOf(2), { session })

  await expect(client.db('x').command({ validate: 'rows', repair: true })).rejects.toMatchObject({
    code: 246,
    message: expect.stringContaining('restore a backup'),
  })
  await session.commitTransaction()
  await session.endSession()

  expect(await notes.countDocuments()).toBe(2)
  expect((await rows.findOne({ text: rowOf(4).text }))?._id).toBe(4)
  expect(await client.db('admin').command({ embeddedStoreHealth: 1 })).toMatchObject({ setAsideCount: 0 })
  await close()
})

test('[OP1.11] set aside, damaged records no longer stand in the way, and their bytes are kept', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  rot(folder.dir, [2, 4])

  const { client, close } = await openFolder(folder.dir)
  const rows = client.db('x').collection<Row>('rows')
  const repaired = await client.db('x').command({ validate: 'rows', repair: true })
  const after = await client.db('x').command({ validate: 'rows', full: true })
  const left = await rows.find().toArray()
  await rows.insertOne(rowOf(2))
  const { setAsideCount } = await client.db('admin').command({ embeddedStoreHealth: 1 })
  await close()

  expect(repaired).toMatchObject({ repaired: true, nInvalidDocuments: 2 })
  expect(after).toMatchObject({ valid: true, nrecords: COUNT - 2 })
  expect(left.map(({ _id }) => _id)).not.toContain(2)
  expect(setAsideCount).toBe(2)
})

test('[OP1.10] an index that does not say what the documents say is named', async () => {
  using folder = aFolder()
  await fill(folder.dir)
  const sqlite = new DatabaseSync(join(folder.dir, 'store.sqlite'))
  const index = sqlite.prepare('SELECT max(id) AS id FROM indexes WHERE collection = 1').get()?.id
  sqlite.exec(`DELETE FROM index_${index} WHERE record = 7; INSERT INTO index_${index} VALUES (x'01', 8)`)
  sqlite.close()

  const { client, close } = await openFolder(folder.dir)
  const plain = await client.db('x').command({ validate: 'rows' })
  const full = await client.db('x').command({ validate: 'rows', full: true })
  await close()

  expect(plain.valid).toBe(true)
  expect(full).toMatchObject({
    valid: false,
    errors: ['index text_1: 1 entries missing', 'index text_1: 1 entries extra'],
  })
})
