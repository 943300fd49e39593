import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
/** By itself everything that uses a store; as a part of `npm test`, which has little time, what is quick. */
const isWhole = report === undefined
// Not spawnSync: this process must go on reading what mongod writes, or mongod stops at a full pipe.
const tests = spawn(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts'],
    ...['--project', 'contracts', '--project', 'http', ...(isWhole ? ['--project', 'realtime'] : [])],
    // These start stores of their own, and were run on them before.
    ...['--exclude', 'tests/contracts/embeddedStore/**'],
    '--reporter=dot',
    ...(report === undefined ? [] : ['--reporter=json', `--outputFile.json=${report}`]),
  ],
  { stdio: 'inherit', env: { ...process.env, MONGODB_URI: replicaSet.getUri() } },
)
const [code] = await once(tests, 'exit')
await replicaSet.stop()
process.exitCode = typeof code === 'number' ? code : 1
