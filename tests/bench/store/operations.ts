import type { Collection, MongoClient } from 'mongodb'

/** About what a row of the product is: some ids, a state, a date, a Japanese text. */
export interface BenchRow {
  readonly _id: string
  readonly caseId: string
  readonly state: string
  readonly sequence: number
  readonly at: Date
  readonly text: string
}

/** What one store did. Unit: operations each second, and milliseconds for the scan. */
export interface StoreFigures {
  readonly insertsAlone: number
  readonly insertsAt32: number
  readonly findsAlone: number
  readonly findsAt32: number
  readonly scanMs: number
}

/** Unit: documents. */
export const LOADED = 100_000
export const SCANNED = 50_000
const AT_ONCE = 32
const ROUND_MS = 3_000
const BATCH = 1_000

const rowOf = (name: string, at: number): BenchRow => ({
  _id: `${name}_${String(at).padStart(9, '0')}`,
  caseId: `cas_${String(at % 997).padStart(6, '0')}`,
  state: at % 3 === 0 ? 'open' : 'closed',
  sequence: at,
  at: new Date(1_700_000_000_000 + at * 1_000),
  text: `住まいと仕事について話し合った。${'次の面談までに確かめる。'.repeat(1 + (at % 8))}`,
})

const rowsOf = (client: MongoClient, name: string): Collection<BenchRow> => client.db('bench').collection(name)

/** Two collections of 50,000 rows with two indexes each. */
export async function load(client: MongoClient): Promise<void> {
  for (const name of ['scanned', 'found']) {
    const rows = rowsOf(client, name)
    await rows.createIndex({ caseId: 1, sequence: 1 })
    await rows.createIndex({ at: 1 })
    for (let from = 0; from < SCANNED; from += BATCH) {
      await rows.insertMany(Array.from({ length: BATCH }, (_, at) => rowOf(name, from + at)))
    }
  }
}

/** Runs `work` again and again, `atOnce` at a time, for three seconds; how many of them each second. */
async function perSecond(atOnce: number, work: (at: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let begun = 0
  const worker = async () => {
    while (performance.now() - startedAt < ROUND_MS) await work(begun++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return begun / ((performance.now() - startedAt) / 1_000)
}

const middleOf = (values: readonly number[]) => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0

async function scanMs(client: MongoClient): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < 7; round++) {
    const startedAt = performance.now()
    await rowsOf(client, 'scanned').find({ state: 'no such state' }).toArray()
    taken.push(performance.now() - startedAt)
  }
  return middleOf(taken)
}

/** The numbers of one store that was loaded before. */
export async function measure(client: MongoClient): Promise<StoreFigures> {
  const found = rowsOf(client, 'found')
  const one = rowsOf(client, 'written')
  await one.createIndex({ caseId: 1, sequence: 1 })
  const find = (at: number) => found.findOne({ _id: rowOf('found', (at * 7_919) % SCANNED)._id })
  const insert = (name: string) => (at: number) => one.insertOne(rowOf(name, at))
  await perSecond(AT_ONCE, find)
  return {
    findsAlone: await perSecond(1, find),
    findsAt32: await perSecond(AT_ONCE, find),
    insertsAlone: await perSecond(1, insert('alone')),
    insertsAt32: await perSecond(AT_ONCE, insert('many')),
    scanMs: await scanMs(client),
  }
}
