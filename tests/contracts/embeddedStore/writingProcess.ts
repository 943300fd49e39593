/** Run as a process of its own: writes for ever into the folder of its argument, and says each write that was acknowledged. */
import { writeSync } from 'node:fs'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

interface Row {
  readonly _id: string
  readonly unique?: string
}

const [dir = '', first = '0'] = process.argv.slice(2)
const store = await startEmbeddedStore({ dir })
const client = await MongoClient.connect(store.uri)
const rows = client.db('crash').collection<Row>('rows')
await rows.createIndex({ unique: 1 }, { unique: true, sparse: true })
let next = Number(first)

/** In one piece, so that the line of an acknowledgement is never half. */
const say = (line: string) => writeSync(1, `${line}\n`)

async function writeSingles(): Promise<never> {
  while (true) {
    const id = next++
    await rows.insertOne({ _id: `single ${id}`, unique: `u${id}` })
    say(`single ${id}`)
  }
}

async function writePairs(): Promise<never> {
  while (true) {
    const id = next++
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await rows.insertOne({ _id: `left ${id}` }, { session })
        await rows.insertOne({ _id: `right ${id}` }, { session })
      }),
    )
    say(`pair ${id}`)
  }
}

say('ready')
await Promise.all([writeSingles(), writeSingles(), writePairs(), writePairs()])
