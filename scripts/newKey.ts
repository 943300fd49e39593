import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Connection } from 'mongoose'
import { isWrittenWith, wrapAnew } from '#server/collab/dataKeys.mongo.ts'
import { mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import { signerOf } from '#server/features/audit/seal/checkpoint.ts'
import { handOver } from '#server/features/audit/seal/handOver.ts'
import { CHAINS, defineSealModels } from '#server/features/audit/seal/seal.mongo.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Config } from '#server/platform/config.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { keepNames } from '#server/platform/keepNames.ts'
import { KeyFileError, nextKeyFileOf, readOrMakeKeyFile } from '#server/platform/keyFile.ts'
import { atomicallyOn, connectMongo } from '#server/platform/mongo.ts'
import { assertImportFinished } from '#server/platform/unfinishedImport.ts'
import { assertThereIsData, bringOver } from './leftBeside.ts'
import { exitWith } from './oneWord.ts'
import { reachStore, runCommand, settingsOrExit } from './reachStore.ts'

const OWNER_ONLY = 0o600
const USAGE = 'npm run new-key（サーバーを止めて / with the server stopped）'

export interface ChangedKey {
  /** Data keys that are wrapped by the new one. */
  readonly count: number
  /** Where the key of before lies: what was copied until now is read with it. */
  readonly before: string
  /** By which the seal of the trail is checked from now on. */
  readonly publicKey: string
}

type Place = Pick<Config, 'mongodbUri' | 'dataDir' | 'keyFile'>

/**
 * Puts a new master key in the place of the one there is: every data key is wrapped by it, the old key hands the seal of the trail over to it,
 * and both keys lie beside each other from then on. Cut off in the middle, it goes on when it is run again.
 *
 * Refuses: while a server runs. Throws: `KeyFileError` when the key is not the one of the data; nothing is changed then.
 */
export async function changeKey(config: Place): Promise<ChangedKey> {
  assertThereIsData(config)
  const store = await reachStore(config)
  try {
    if (store.kind === 'running') throw new Error('先にサーバーを止めてください / stop the server first')
    if (store.kind === 'own') await bringOver(store.uri, config)
    const connection = await connectMongo(store.uri)
    try {
      await assertImportFinished(connection.getClient().db(connection.name))
      // An embedded store is held by us alone.
      if (store.kind === 'mongodb') await assertNobodySeals(connection)
      return await changeOn(connection, config.keyFile)
    } finally {
      await connection.close()
    }
  } finally {
    await store.close()
  }
}

const neverMade = async () => false

async function changeOn(connection: Connection, keyFile: string): Promise<ChangedKey> {
  const old = await readOrMakeKeyFile(keyFile, neverMade)
  if (!existsSync(nextKeyFileOf(keyFile))) await assertOfData(connection, old)
  // Durable before anything is wrapped by it.
  const next = await readOrMakeKeyFile(nextKeyFileOf(keyFile))
  const isThrough = (await isWrittenWith(connection, derivedKey(next, 'wrap'))) === true
  const count = isThrough ? 0 : await wrapAll(connection, { old, next })
  const before = `${keyFile}.before-${new Date(systemClock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  await writeFile(before, old, { mode: OWNER_ONLY, flag: 'wx', flush: true })
  await rename(nextKeyFileOf(keyFile), keyFile)
  await keepNames(dirname(keyFile))
  return { count, before, publicKey: signerOf(derivedKey(next, 'seal')).publicKey }
}

/** A node that goes on would wrap what it makes by the old key, for nobody to open. */
async function assertNobodySeals(connection: Connection): Promise<void> {
  const held = { isEnded: false, heldUntil: { $gt: systemClock.now() } }
  if ((await connection.getClient().db(connection.name).collection(CHAINS).findOne(held)) === null) return
  throw new Error(
    'サーバーが動いているか、止まったばかりです。すべて止め、3 分たってからもう一度してください / a server runs, or was killed: stop all of them and try again after three minutes',
  )
}

async function assertOfData(connection: Connection, key: Uint8Array): Promise<void> {
  if ((await isWrittenWith(connection, derivedKey(key, 'wrap'))) !== false) return
  throw new KeyFileError(
    '鍵 KEY_FILE が、データを書いた鍵と違います。控えた鍵を戻してください。/ KEY_FILE is not the key of the data: put its copy back',
  )
}

async function wrapAll(connection: Connection, { old, next }: { old: Uint8Array; next: Uint8Array }): Promise<number> {
  await assertOfData(connection, old)
  const [before, after] = [signerOf(derivedKey(old, 'seal')), signerOf(derivedKey(next, 'seal'))]
  const audit = mongoAuditTrail(connection, systemClock)
  defineSealModels(connection)
  const HandOver = connection.model('AuditKey')
  return atomicallyOn(connection)(async () => {
    const count = await wrapAnew(connection, { from: derivedKey(old, 'wrap'), to: derivedKey(next, 'wrap') })
    await HandOver.create([handOver(before, after, systemClock.now())])
    await audit.append({ kind: 'keyChanged', by: null, objectIds: [] })
    return count
  })
}

if (import.meta.main) {
  if (process.argv.length > 2) exitWith(USAGE, process.argv.slice(2))
  await runCommand(async () => {
    const { count, before, publicKey } = await changeKey(settingsOrExit())
    console.log(
      `鍵を取り替えました（文書の鍵 ${count} 個を包み直しました）。/ The key is changed; ${count} data keys are wrapped anew.`,
    )
    console.log(
      `前の鍵: ${before} 取り替える前の控えはこの鍵でしか読めません。その控えを捨てるまで、別の場所に保管してください。/ the key of before: backups made until now are read with it`,
    )
    console.log(`監査記録の新しい公開鍵 ${publicKey} / the new public key of the trail`)
    console.log('新しい KEY_FILE を、控えとは別の場所に控えてください。/ Keep a copy of the new KEY_FILE apart.')
  })
}
