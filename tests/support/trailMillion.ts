import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ObjectId } from 'mongodb'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { mongoAuditReader } from '#server/features/audit/auditTrail.mongo.ts'
import { readPublicKey } from '#server/features/audit/seal/checkpoint.ts'
import { beginningOf, type ChainHead, sealsAfter } from '#server/features/audit/seal/trailChain.ts'
import { trailReading } from '#server/features/audit/seal/trailReading.ts'
import { verifyTrail } from '#server/features/audit/seal/verifyTrail.ts'
import { connectMongo, prepareCollections } from '#server/platform/mongo.ts'
import { SIGNER, sealingNode } from './sealedTrail.ts'

export interface MillionReport {
  readonly count: number
  readonly faultCount: number
  readonly verifyMs: number
  /** What the process came to need more while it verified, store and driver in it. Unit: MiB. */
  readonly verifyMib: number
  /** Everything of one case among all, in pages of a hundred, newest first. */
  readonly ofCase: number
  readonly ofCaseMs: number
  /** Records that were older than the sealing, and how long their sealing took beside an idle server. */
  readonly sealed: number
  readonly sealMs: number
}

const BATCH = 1_000
const CHECKPOINT_EACH = 1_000
const CASES = 2_000
const SEALED_ANEW = 5_000
const PAGE = 100
const START = 1_764_633_600_000

const caseOf = (n: number) => `cas_${String(n % CASES).padStart(26, '0')}`

type Connection = Awaited<ReturnType<typeof connectMongo>>

async function fill(connection: Connection, count: number): Promise<void> {
  const db = connection.getClient().db(connection.name)
  let head: ChainHead = beginningOf('chn_million')
  for (let from = 0; from < count; from += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => ({
      _id: new ObjectId(),
      ...{ at: START + (from + n) * 100, kind: 'caseRead', byMemberId: `mem_${n % 50}`, objectIds: [caseOf(from + n)] },
      ...{ outcome: 'done', because: null },
    }))
    const seals = sealsAfter(head, entries, { sealedAt: START, how: 'inTime' })
    await db.collection('auditRecords').insertMany(entries)
    await db.collection('auditSeals').insertMany([...seals])
    const heads = seals.map(({ chain, index, hash }) => ({ chain, count: index, hash }))
    const signed = heads.filter((one) => one.count % CHECKPOINT_EACH === 0).map((one) => SIGNER.sign(one, START))
    if (signed.length > 0) await db.collection('auditCheckpoints').insertMany([...signed])
    head = heads.at(-1) ?? head
  }
}

async function readCase(connection: Connection): Promise<number> {
  const reader = mongoAuditReader(connection)
  let [count, after]: [number, string | null] = [0, null]
  for (;;) {
    const search = { since: null, before: null, concerning: null, about: [caseOf(1)], kinds: null, after }
    const page = await reader.read(search, PAGE)
    const last = page.at(-1)
    if (last === undefined) return count
    count += page.length
    after = `${last.at}.${last.id}`
  }
}

async function timed<Value>(work: () => Promise<Value>): Promise<readonly [Value, number]> {
  const from = performance.now()
  return [await work(), performance.now() - from]
}

/** The trail of many years in the embedded store: how long it takes to verify, and to find out who saw a case. */
export async function trailMillion(count: number): Promise<MillionReport> {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-million-'))
  const store = await startEmbeddedStore({ dir })
  const connection = await connectMongo(store.uri)
  try {
    const node = sealingNode(connection)
    await prepareCollections(connection)
    await fill(connection, count)
    const [ofCase, ofCaseMs] = await timed(() => readCase(connection))
    const rss = process.memoryUsage.rss()
    const outside = { keys: [readPublicKey(SIGNER.publicKey)], checkpoints: [], paper: null, openSince: 0 }
    const db = connection.getClient().db(connection.name)
    const [{ faults }, verifyMs] = await timed(() => verifyTrail(trailReading(db), outside))
    const verifyMib = (process.memoryUsage.rss() - rss) / 1_048_576
    await db.collection('auditSeals').deleteMany({ chain: 'chn_million', index: { $gt: count - SEALED_ANEW } })
    await db.collection('auditCheckpoints').deleteMany({})
    const [sealed, sealMs] = await timed(() => node.sweep.sweepAtStart())
    await node.sealer.stop()
    return { count, faultCount: faults.length, verifyMs, verifyMib, ofCase, ofCaseMs, sealed, sealMs }
  } finally {
    await connection.close()
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}
