import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from 'mongodb'
import { MongoClient } from 'mongodb'
import { reachStore } from '#scripts/reachStore.ts'
import { checkTrail } from '#scripts/verifyTrail.ts'
import { databaseOf } from '#server/platform/mongo.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { seededRandom } from './seededRandom.ts'
import { startServer } from './startServer.ts'
import { until } from './until.ts'
import { demoVisitor, type Visitor } from './visitor.ts'

export interface TrailKillReport {
  readonly seed: number
  readonly rounds: number
  readonly actCount: number
  /** Cases that no record says were opened, and records of cases that there are not. */
  readonly actsWithoutEntry: readonly string[]
  readonly entriesWithoutAct: readonly string[]
  /** What the verifier found after any of the starts. */
  readonly faults: readonly string[]
  readonly sealedCount: number
  readonly lateCount: number
  /** Unit: milliseconds from an answering server to a trail that is sealed to its end. */
  readonly slowestSealMs: number
}

const AT_ONCE = 3
const OPENED_WITHIN_MS = 60_000
const SEALED_WITHIN_MS = 60_000
const SHORTEST_MS = 300
const LONGEST_MS = 1_800
/** Where several nodes may write, what one left is sealed when others had a minute for it; here at once. */
const EMBEDDED = { MONGODB_URI: '' }
/** A sign-in may ask 1,200 times a minute. */
const BETWEEN_MS = 30

const newCase = { callName: '短', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') }

/** Opens cases one after another until the server is gone. */
async function openCases(coordinator: Visitor, onOpened: () => void): Promise<void> {
  for (;;) {
    const isGone = await coordinator.post('/api/cases', newCase).then(
      () => false,
      () => true,
    )
    if (isGone) return
    onOpened()
    await pause(BETWEEN_MS)
  }
}

/** What was opened, by what is kept and by what is recorded. */
async function openedIn(db: Db) {
  const kept = await db
    .collection<{ readonly _id: string }>('cases')
    .find({}, { projection: { _id: 1 } })
    .toArray()
  const records = db.collection<{ readonly objectIds: readonly string[] }>('auditRecords')
  const recorded = await records.find({ kind: 'caseOpened' }).toArray()
  return {
    kept: new Set(kept.map(({ _id }) => _id)),
    recorded: new Set(recorded.flatMap(({ objectIds }) => objectIds)),
  }
}

/**
 * Cases are opened, the server is killed at a random moment, started again on the same data and its trail is held against what was done and
 * against its seal. Again and again.
 *
 * Cost: about two and a half seconds a round.
 */
export async function trailKillRounds(rounds: number, seed: number): Promise<TrailKillReport> {
  const random = seededRandom(seed)
  let server = await startServer({ environment: EMBEDDED })
  const place = { dataDir: server.dataDir, mongodbUri: null }
  const config = { ...place, keyFile: `${server.dataDir}/master.key`, sealFolder: null }
  const nothing = { folder: null, paper: null, publicKey: null }
  const verified = () => checkTrail(config, nothing, () => undefined)
  const faults: string[] = []
  let slowestSealMs = 0
  const ofDemo = await read(place, openedIn)
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const coordinator = await demoVisitor(server.address, 'B')
      let openedCount = 0
      const opening = Array.from({ length: AT_ONCE }, () => openCases(coordinator, () => openedCount++))
      await pause(SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS))
      await until(() => openedCount >= AT_ONCE, 'a few are open', OPENED_WITHIN_MS)
      await server.kill()
      await Promise.all(opening)

      server = await startServer({ dataDir: server.dataDir, environment: EMBEDDED })
      const from = performance.now()
      await until(async () => (await verified()).openCount === 0, 'the trail is sealed to its end', SEALED_WITHIN_MS)
      slowestSealMs = Math.max(slowestSealMs, performance.now() - from)
      faults.push(...(await verified()).faults.map(({ kind, index }) => `round ${round}: ${kind} ${index}`))
    }
    const { kept, recorded } = await read(place, openedIn)
    const acts = [...kept].filter((id) => !ofDemo.kept.has(id))
    const { chains } = await verified()
    return {
      ...{ seed, rounds, faults, slowestSealMs, actCount: acts.length },
      actsWithoutEntry: acts.filter((id) => !recorded.has(id)),
      entriesWithoutAct: [...recorded].filter((id) => id.startsWith('cas_') && !kept.has(id)),
      sealedCount: chains.reduce((sum, { count }) => sum + count, 0),
      lateCount: chains.reduce((sum, { late, before }) => sum + late + before, 0),
    }
  } finally {
    await server.stop()
  }
}

async function read<Value>(place: Parameters<typeof reachStore>[0], ask: (db: Db) => Promise<Value>): Promise<Value> {
  const store = await reachStore(place)
  const client = await MongoClient.connect(store.uri)
  try {
    return await ask(client.db(databaseOf(store.uri)))
  } finally {
    await client.close()
    await store.close()
  }
}
