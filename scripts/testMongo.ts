import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MongoMemoryReplSet } from 'mongodb-memory-server-core'
import { countTests } from './countTests.ts'
import { ensureBuilt } from './readiness.mjs'

/** The version that the embedded store is compared with; the binary named by MONGOD_BINARY must be of it. */
const VERSION = '6.0.5'

const binary = process.env.MONGOD_BINARY
if (binary === undefined) {
  console.error('MONGOD_BINARY names no mongod: the real-store pass was not run')
  process.exit(1)
}

const replicaSet = await MongoMemoryReplSet.create({
  replSet: { count: 1, storageEngine: 'wiredTiger', args: ['--wiredTigerCacheSizeGB', '0.25'] },
  binary: { systemBinary: resolve(binary), version: VERSION },
})
const report = process.argv[2]
/** By itself everything that uses a store; as a part of `npm test`, which has little time, what is quick. */
const isWhole = report === undefined
process.env.MONGODB_URI = replicaSet.getUri()
if (isWhole) ensureBuilt()
const counts = await countTests({
  projects: ['contracts', 'http', ...(isWhole ? ['realtime', 'patient', 'pace', 'e2e', 'e2eAlone'] : [])],
})
await replicaSet.stop()
if (report !== undefined) writeFileSync(report, JSON.stringify(counts))
process.exit(counts.failed === 0 ? 0 : 1)
