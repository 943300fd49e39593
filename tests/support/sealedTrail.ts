import type { Connection } from 'mongoose'
import { mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import { type Checkpoint, readPublicKey, signerOf } from '#server/features/audit/seal/checkpoint.ts'
import type { CheckpointFolder } from '#server/features/audit/seal/checkpointFolder.ts'
import { mongoSealStore } from '#server/features/audit/seal/seal.mongo.ts'
import { trailReading } from '#server/features/audit/seal/trailReading.ts'
import { TrailSealer } from '#server/features/audit/seal/trailSealer.ts'
import { TrailSweep } from '#server/features/audit/seal/trailSweep.ts'
import { type Outside, verifyTrail } from '#server/features/audit/seal/verifyTrail.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { type Log, silentLog } from '#server/platform/log.ts'
import { prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { type Clock, instant } from '#shared/core/time.ts'

const ids = randomIdSource(systemClock)
export const SIGNER = signerOf(new Uint8Array(32).fill(9))
const KEY = readPublicKey(SIGNER.publicKey)

interface Settings {
  readonly isShared?: boolean
  readonly clock?: Clock
  readonly timers?: Timers
  readonly log?: Log
  /** Hears of each checkpoint as the folder outside does. */
  readonly outside?: Checkpoint[]
}

/** A node that appends to the trail and seals what it appends, as the server does. */
export function sealingNode(connection: Connection, settings: Settings = {}) {
  const { isShared = false, clock = systemClock, timers = systemTimers, log = silentLog, outside } = settings
  const store = mongoSealStore(connection, isShared)
  const folder =
    outside && ({ isFailing: false, append: (one: Checkpoint) => void outside.push(one) } as CheckpointFolder)
  const sealer = new TrailSealer({
    ...{ store, signer: SIGNER, clock, timers, log, folder: folder ?? null },
    ...{ holder: ids.next('chain'), newChain: () => ids.next('chain') },
  })
  const audit = mongoAuditTrail(connection, clock, (id) => sealer.expect(id))
  return {
    ...{ store, sealer, audit },
    sweep: new TrailSweep({ store, sealer, clock, timers, log, isShared }),
    /** Appends so many records, one after another. */
    async record(count: number, by: MemberId | null = null) {
      for (let n = 0; n < count; n += 1) await audit.append({ kind: 'signIn', by, objectIds: [`acc_${n}`] })
    },
  }
}

/** Ten records, sealed and signed after the fifth and after the tenth. */
export async function sealTen(connection: Connection) {
  const outside: Checkpoint[] = []
  let now = Date.now()
  // No two of the same moment, whose order only their ids tell.
  const clock: Clock = {
    now() {
      now += 1
      return instant(now)
    },
  }
  const node = sealingNode(connection, { outside, clock })
  await prepareCollections(connection)
  await node.record(5)
  await node.sealer.stop()
  await node.record(5)
  await node.sealer.stop()
  return outside
}

/** What a verifier finds: kind and index of each fault, the first first. */
export async function faultsOf(connection: Connection, outside: Partial<Outside> = {}): Promise<readonly string[]> {
  const reading = trailReading(connection.getClient().db(connection.name))
  const all = { keys: [KEY], checkpoints: [], paper: null, openSince: Number.MAX_SAFE_INTEGER, ...outside }
  return (await verifyTrail(reading, all)).faults.map(({ kind, index }) => `${kind} ${index}`)
}
