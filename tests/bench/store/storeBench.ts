import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MongoClient } from 'mongodb'
import { COMPILED, SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { startRealServer } from '#tests/contracts/embeddedStore/realServer.ts'
import { type Bench, figure, type ScenarioReport, table, type Verdict } from '../bench.ts'
import { startProcess } from '../childProcess.ts'
import { LOADED, load, measure, SCANNED, type StoreFigures } from './operations.ts'

const COMMITS = 500
const MIB = 1_048_576

interface EmbeddedFigures extends StoreFigures {
  /** Unit: milliseconds until the store answers, its modules compiled by an earlier start as `npm start` leaves them. */
  readonly startMs: number
  /** Unit: bytes of the whole process, driver included, with the store open and before the load. */
  readonly startRss: number
  readonly rss: number
}

export const storeBench: Bench = {
  heading: 'The store',
  opening: `The embedded store with ${LOADED.toLocaleString('en-GB')} documents, driver and store in one process as the product has them, and the same operations against a real one-member replica set (majority, journalled). Every insert is durable when it is answered, so its pace is the disk's: the control is SQLite alone, committing one row at a time on the same disk in the same run.`,
  scenarios: [{ id: 'operations', title: 'Operations', run: operations }],
}

async function operations(): Promise<ScenarioReport> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-bench-'))
  try {
    const control = commitsAlone(join(dir, 'control.sqlite'))
    await inProcess(dir, 'load')
    const ours = await inProcess(dir, 'measure')
    const theirs = await measureReal()
    return { text: textOf(ours, theirs, control), verdicts: verdictsOf(ours) }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function inProcess(dir: string, task: 'load' | 'measure'): Promise<EmbeddedFigures> {
  const env = { ...SERVER_ENVIRONMENT, NODE_COMPILE_CACHE: COMPILED }
  const child = await startProcess('store/storeProcess.ts', { args: [dir], env, flags: SERVER_FLAGS })
  const figures = await child.ask<EmbeddedFigures>({ kind: task }, 'done')
  await child.end('SIGTERM')
  return figures
}

async function measureReal(): Promise<StoreFigures | undefined> {
  const real = await startRealServer()
  if (real === undefined) return undefined
  const client = await MongoClient.connect(real.uri, {
    maxPoolSize: 32,
    writeConcern: { w: 'majority', journal: true },
  })
  await load(client)
  const figures = await measure(client)
  await client.close()
  await real.stop()
  return figures
}

/** Unit: durable commits each second of SQLite alone. */
function commitsAlone(file: string): number {
  const sqlite = new DatabaseSync(file)
  sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  sqlite.exec('CREATE TABLE rows (row BLOB)')
  const insert = sqlite.prepare('INSERT INTO rows VALUES (?)')
  const startedAt = performance.now()
  for (let at = 0; at < COMMITS; at++) insert.run(Buffer.alloc(350, at % 256))
  const perSecond = COMMITS / ((performance.now() - startedAt) / 1_000)
  sqlite.close()
  return perSecond
}

function textOf(ours: EmbeddedFigures, theirs: StoreFigures | undefined, control: number): string {
  const row = (what: string, of: (figures: StoreFigures) => number) => {
    const [our, their] = [of(ours), theirs === undefined ? Number.NaN : of(theirs)]
    return [what, figure(our), figure(their), figure(our / their)]
  }
  const rows = [
    row('finds by `_id` each second, one at a time', ({ findsAlone }) => findsAlone),
    row('finds by `_id` each second, 32 at once', ({ findsAt32 }) => findsAt32),
    row('durable inserts each second, one at a time', ({ insertsAlone }) => insertsAlone),
    row('durable inserts each second, 32 at once', ({ insertsAt32 }) => insertsAt32),
    row(`unindexed scan of ${SCANNED.toLocaleString('en-GB')}, ms`, ({ scanMs }) => scanMs),
  ]
  const missing = theirs === undefined ? '\n\nMONGOD_BINARY named no mongod: the real server was NOT measured.' : ''
  return `${table(['', 'embedded', 'real mongod', 'ratio'], rows)}\n\nControl: ${figure(control)} commits each second of SQLite alone.${missing}`
}

function verdictsOf(ours: EmbeddedFigures): readonly Verdict[] {
  const atLeast = (what: string, value: number, must: number): Verdict => ({
    what,
    must: `≥ ${figure(must)}`,
    isMet: value >= must,
    measured: figure(value),
  })
  const atMost = (what: string, value: number, must: number): Verdict => ({
    what,
    must: `≤ ${figure(must)}`,
    isMet: value <= must,
    measured: figure(value),
  })
  return [
    atMost('start with 100,000 documents, ms', ours.startMs, 300),
    atLeast('durable inserts each second, one at a time', ours.insertsAlone, 1_000),
    atLeast('durable inserts each second, 32 at once', ours.insertsAt32, 5_000),
    atLeast('finds by `_id` each second', ours.findsAlone, 5_000),
    atMost('unindexed scan of 50,000, ms', ours.scanMs, 250),
    atMost('RSS with 100,000 documents, MiB', ours.startRss / MIB, 250),
    atMost('RSS after the load, MiB', ours.rss / MIB, 250),
  ]
}
