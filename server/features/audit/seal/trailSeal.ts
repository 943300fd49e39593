import type { Connection } from 'mongoose'
import type { Log } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import type { IdSource } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { signerOf } from './checkpoint.ts'
import { CheckpointFolder } from './checkpointFolder.ts'
import { NightlyVerification } from './nightlyVerification.ts'
import { OutsideReader } from './outside.ts'
import { mongoSealStore } from './seal.mongo.ts'
import type { EntryId } from './trailChain.ts'
import { TrailSealer } from './trailSealer.ts'
import { TrailSweep } from './trailSweep.ts'
import { mongoVerifications } from './verifications.mongo.ts'

export interface TrailSealParts {
  readonly connection: Connection
  /** True when other nodes serve from the same store. */
  readonly isShared: boolean
  /** 32 bytes derived from the master key for this alone. */
  readonly seed: Uint8Array
  /** The folder of another host for the checkpoints; null without one. */
  readonly folder: string | null
  readonly clock: Clock
  readonly timers: Timers
  readonly ids: IdSource
  readonly log: Log
}

/** The seal of this node's part of the audit trail. */
export interface TrailSeal {
  /** A record was appended, perhaps in a transaction that is not over. */
  expect(id: EntryId): void
  /** `isRestored`: what is kept was put back from a copy. Throws: the store's error. */
  start(isRestored: boolean): Promise<void>
  stop(): Promise<void>
  figures(): { readonly [name: string]: number }
}

/** Makes the seal; nothing of it runs yet. */
export function trailSeal({ connection, isShared, seed, folder, ids, ...ports }: TrailSealParts): TrailSeal {
  const store = mongoSealStore(connection, isShared)
  const [signer, holder] = [signerOf(seed), ids.next('chain')]
  const sealer = new TrailSealer({
    ...{ ...ports, store, signer, holder },
    folder: folder === null ? null : new CheckpointFolder({ ...ports, folder }),
    newChain: () => ids.next('chain'),
  })
  const sweep = new TrailSweep({ ...ports, store, sealer, isShared })
  const nightly = new NightlyVerification({
    ...{ ...ports, holder, publicKey: signer.publicKey, seals: store },
    outside: folder === null ? null : new OutsideReader(folder, ports.timers),
    nights: mongoVerifications(connection),
    db: connection.getClient().db(connection.name),
  })
  // Until a copy's chains are ended nothing goes on with them: what was signed after the copy would be contradicted.
  let early: EntryId[] | null = []
  return {
    expect: (id) => (early === null ? sealer.expect(id) : void early.push(id)),
    async start(isRestored) {
      if (isRestored) await store.endAll()
      if (isShared) await sealer.begin()
      for (const id of early ?? []) sealer.expect(id)
      early = null
      sweep.start()
      nightly.start()
    },
    async stop() {
      sweep.stop()
      await nightly.stop()
      await sealer.stop()
    },
    figures: () => sealer.figures(),
  }
}
