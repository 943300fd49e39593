import { MongoMemoryReplSet } from 'mongodb-memory-server-core'
import { onFreePort } from '#tests/support/onFreePort.ts'

/** The version that the store announces and is compared with. */
const VERSION = '6.0.5'

export interface RealServer {
  readonly uri: string
  stop(): Promise<unknown>
}

/** A one-member replica set of the binary that MONGOD_BINARY names, or undefined, said aloud, when it names none. */
export async function startRealServer(): Promise<RealServer | undefined> {
  const systemBinary = process.env.MONGOD_BINARY
  if (!systemBinary) {
    console.warn('MONGOD_BINARY names no mongod: the embedded store was NOT compared with a real server in this run')
    return undefined
  }
  const set = await onFreePort(() =>
    MongoMemoryReplSet.create({
      binary: { systemBinary, version: VERSION },
      instanceOpts: [{ args: ['--setParameter', 'ttlMonitorEnabled=false', '--wiredTigerCacheSizeGB', '0.25'] }],
      replSet: { count: 1, storageEngine: 'wiredTiger' },
    }),
  )
  return { uri: set.getUri(), stop: () => set.stop() }
}
