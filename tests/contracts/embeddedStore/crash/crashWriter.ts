/** A process of its own that writes over the wire for as long as it is told to, and says what it tries and what was acknowledged. */
import { MongoClient, MongoServerError } from 'mongodb'
import { seededRandom } from '#tests/support/seededRandom.ts'
import { ACCOUNTS, type Act, type FromWriter, type Row, type ToWriter } from './act.ts'

const [uri = '', name = '', seed = '0'] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const client = await MongoClient.connect(uri, { heartbeatFrequencyMS: 500, retryReads: false })
const db = client.db('crash')
const rows = db.collection<Row>('rows')
const claims = db.collection<Row>('claims')
const accounts = db.collection<Row>('accounts')

const tell = (message: FromWriter) => process.send?.(message)

let isGoing = false
let wake = Promise.withResolvers<void>()
let busyLanes = 0
let next = 0

/** Resolves to whether it was acknowledged; whatever fails may or may not have been done. */
async function done(lane: string, act: Act, work: () => Promise<unknown>): Promise<boolean> {
  tell({ told: 'tried', lane, act })
  try {
    await work()
    tell({ told: 'acknowledged', lane, act })
    return true
  } catch (fault) {
    // A refusal is an answer too: it is not acknowledged, and the checker allows both outcomes.
    if (!(fault instanceof MongoServerError)) await new Promise((onLater) => setTimeout(onLater, 20))
    return false
  }
}

/** One document's life: put, perhaps changed, perhaps removed. After an unknown outcome nobody touches it again. */
async function single(): Promise<void> {
  const id = `${name} ${next++}`
  const tags = [next % 7, next % 11]
  const insert = () => rows.insertOne({ _id: id, value: 0, unique: `u ${id}`, tags })
  if (!(await done(id, { kind: 'put', id, value: 0 }, insert))) return
  for (let value = 1; value <= random.below(3); value += 1) {
    const change = () =>
      rows.updateOne({ _id: id }, { $set: { value, unique: `u ${id} ${value}` }, $inc: { 'tags.0': 1 } })
    if (!(await done(id, { kind: 'put', id, value }, change))) return
  }
  if (random.below(3) === 0) await done(id, { kind: 'remove', id }, () => rows.deleteOne({ _id: id }))
}

async function pair(): Promise<void> {
  const id = `${name} ${next++}`
  const write = () =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        await rows.insertOne({ _id: `left ${id}`, unique: `left ${id}` }, { session })
        await rows.insertOne({ _id: `right ${id}`, unique: `right ${id}` }, { session })
      }),
    )
  await done(id, { kind: 'pair', id }, write)
}

/** Both writers move between the same accounts, so that their transactions meet. */
async function transfer(): Promise<void> {
  const [from, to] = [random.pick(ACCOUNTS), random.pick(ACCOUNTS)]
  const amount = 1 + random.below(9)
  const move = () =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        await accounts.updateOne({ _id: from }, { $inc: { value: -amount } }, { session })
        await accounts.updateOne({ _id: to }, { $inc: { value: amount } }, { session })
        await accounts.updateOne({ _id: `moved by ${name}` }, { $inc: { value: 1 } }, { session })
      }),
    )
  await done('transfer', { kind: 'transfer', writer: name }, move)
}

/** Both writers want the same keys: each key is one's, whoever was first. */
async function claim(): Promise<void> {
  const key = `key ${random.below(200_000)}`
  await done(key, { kind: 'claim', key }, () => claims.insertOne({ _id: `${name} ${next++}`, unique: key }))
}

async function lane(work: () => Promise<void>): Promise<never> {
  while (true) {
    if (!isGoing) {
      busyLanes -= 1
      if (busyLanes === 0) tell({ told: 'paused' })
      await wake.promise
    }
    await work()
  }
}

process.on('message', (message: ToWriter) => {
  isGoing = message === 'go'
  if (!isGoing) return
  busyLanes = LANES.length
  wake.resolve()
  wake = Promise.withResolvers()
})
process.on('disconnect', () => process.exit())

const LANES = [single, single, single, pair, transfer, claim]
busyLanes = LANES.length
for (const work of LANES) void lane(work)
