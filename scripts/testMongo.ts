import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { MongoMemoryReplSet } from 'mongodb-memory-server-core'

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
const done = spawnSync(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts'],
    ...['--project', 'contracts', '--project', 'http', '--reporter=dot'],
    ...(report === undefined ? [] : ['--reporter=json', `--outputFile.json=${report}`]),
  ],
  { stdio: 'inherit', env: { ...process.env, MONGODB_URI: replicaSet.getUri() } },
)
await replicaSet.stop()
process.exitCode = done.status ?? 1
