import { MongoMemoryServer } from 'mongodb-memory-server-core'
import { afterAll, expect, test } from 'vitest'
import { examine } from '#scripts/doctor.ts'
import { startFaultLine } from '#server/app/startFault.ts'
import { startServer } from '#server/app/startServer.ts'
import { readConfig } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { onFreePort } from '#tests/support/onFreePort.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'

const NOWHERE = 'mongodb://127.0.0.1:1/?replicaSet=tsunagi'

const servers: MongoMemoryServer[] = []

afterAll(() => Promise.all(servers.map((server) => server.stop())))

/** One real `mongod`; with a name it is a member of a set that nobody has made yet. */
async function aMongod(settings: { readonly replSet?: string; readonly auth?: boolean }): Promise<string> {
  const { replSet, auth = false } = settings
  const server = await onFreePort(() =>
    MongoMemoryServer.create({
      binary: { systemBinary: process.env.MONGOD_BINARY ?? '', version: '6.0.5' },
      instance: { storageEngine: 'wiredTiger', ...(replSet && { replSet }) },
      ...(auth && { auth: { enable: true, customRootName: 'root', customRootPwd: 'right' } }),
    }),
  )
  servers.push(server)
  return server.getUri()
}

/** What the start says of this store, and what the doctor says would mend it. */
async function saidOf(MONGODB_URI: string) {
  const environment = { MONGODB_URI, DATA_DIR: '/nowhere/tsunagi', PORT: '0' }
  const read = readConfig(environment, '/')
  if (!read.ok) throw new Error('the settings of a test are good')
  const { config } = read
  const options = { log: silentLog, demo: null, isThrowAway: false, say: () => undefined, onStoreLost: () => undefined }
  const started = startServer(config, options).then(
    () => 'started',
    (cause: unknown) => startFaultLine(cause, config),
  )
  const [start, findings] = await Promise.all([started, examine(environment, '/')])
  return { start, mends: findings.filter(({ level }) => level === 'bad').map(({ mend }) => mend) }
}

test.concurrent.each([
  ['a connection string with a slip in it', async () => `${NOWHERE}&replicSet=x`, /^MONGODB_URI の書き方が/],
  ['a name that no server of names knows', async () => 'mongodb+srv://tsunagi.invalid/', /^MongoDB につながりません/],
  ['a host where nobody listens', async () => NOWHERE, /^MongoDB につながりません/],
])('[OP2.34] %s is named at the start and by the doctor, Japanese first', async (_name, uri, says) => {
  const { start, mends } = await saidOf(await uri())

  expect(start).toMatch(says)
  expect(start).toMatch(/^[^/]*てください。\/ \S/)
  expect(mends).toEqual([start])
})

test.skipIf(isWithoutMongod()).concurrent.each([
  ['a MongoDB without a replica set', () => aMongod({}), /^MongoDB がレプリカセットではありません/],
  ['a set of another name', async () => `${await aMongod({ replSet: 'one' })}?replicaSet=other`, /replicaSet の名前/],
  [
    'a wrong password',
    async () => (await aMongod({ auth: true })).replace('//', '//root:wrong@'),
    /^MongoDB が受け入れません/,
  ],
  ['no password', () => aMongod({ auth: true }), /^MongoDB が受け入れません/],
])('[OP2.34] %s is named at the start, Japanese first', async (_name, uri, says) => {
  const { start, mends } = await saidOf(await uri())

  expect(start).toMatch(says)
  expect(start).toMatch(/^[^/]*てください。\/ \S/)
  expect(mends).not.toEqual([])
})
