import MongoStore from 'connect-mongo'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

let store: EmbeddedStore
let connection: mongoose.Connection

const caseSchema = new mongoose.Schema(
  { _id: String, number: Number, area: String, team: [String], openedAt: Date },
  { strict: 'throw' },
)
caseSchema.index({ number: 1 }, { unique: true })
caseSchema.index({ area: 1, openedAt: -1 })

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true }, { expirySweepMs: 50 })
  connection = await mongoose.createConnection(store.uri).asPromise()
})

afterAll(async () => {
  await connection.close()
  await store.close()
})

test('[OP1.7] mongoose makes its indexes, writes, finds, counts and is told of a duplicate', async () => {
  const Case = connection.model('Case', caseSchema)
  await Case.createCollection()
  await Case.createIndexes()

  await Case.create({ _id: 'a', number: 1, area: '北', openedAt: new Date(1) })
  await Case.create({ _id: 'b', number: 2, area: '北', openedAt: new Date(2), team: ['x'] })
  const duplicate = await Case.create({ _id: 'c', number: 2 }).catch((fault: unknown) => fault)
  await Case.updateOne({ _id: 'a' }, { $push: { team: 'y' }, $inc: { number: 10 } })
  const found = await Case.find({ area: '北' }).sort({ openedAt: -1 }).lean()
  const plan = await Case.find({ area: '北' }).sort({ openedAt: -1 }).explain()

  expect(duplicate).toMatchObject({ code: 11_000, keyPattern: { number: 1 }, keyValue: { number: 2 } })
  expect(found.map(({ _id, number, team }) => [_id, number, team])).toEqual([
    ['b', 2, ['x']],
    ['a', 11, ['y']],
  ])
  expect(await Case.countDocuments({ number: { $gt: 1 } })).toBe(2)
  expect(JSON.stringify(plan)).toContain('area_1_openedAt_-1')
})

test('[OP1.8] a transaction is kept whole or not at all, and two that meet are tried again until both are in', async () => {
  const Counter = connection.model('Counter', new mongoose.Schema({ _id: String, value: Number }))
  await Counter.create({ _id: 'n', value: 0 })
  const addOne = () =>
    connection.transaction(async (session) => {
      const { value } = (await Counter.findById('n').session(session).lean()) ?? {}
      await Counter.updateOne({ _id: 'n' }, { $set: { value: (value ?? 0) + 1 } }, { session })
    })

  await Promise.all(Array.from({ length: 8 }, addOne))
  const undone = connection.transaction(async (session) => {
    await Counter.updateOne({ _id: 'n' }, { $set: { value: 99 } }, { session })
    throw new Error('undone')
  })

  await expect(undone).rejects.toThrow('undone')
  expect(await Counter.findById('n').lean()).toMatchObject({ value: 8 })
})

test('[OP1.7] connect-mongo keeps a session, gives it back, and forgets it when its time is over', async () => {
  const client = connection.getClient() as never
  const sessions = MongoStore.create({ client, dbName: 'sessions', autoRemove: 'native', stringify: false })
  const session = { cookie: { originalMaxAge: 60_000, expires: new Date(Date.now() + 60_000) }, member: 'mem_1' }

  await new Promise<void>((onSet, onFault) =>
    sessions.set('sid', session as never, (fault) => (fault ? onFault(fault) : onSet())),
  )
  const kept = await new Promise((onGot) => sessions.get('sid', (_fault, got) => onGot(got)))
  const collection = connection.useDb('sessions').collection('sessions')
  await collection.updateOne({}, { $set: { expires: new Date(0) } })
  await expect.poll(() => collection.countDocuments()).toBe(0)

  expect(kept).toMatchObject({ member: 'mem_1' })
})
