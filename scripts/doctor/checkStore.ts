import { existsSync, statfsSync } from 'node:fs'
import type { Connection } from 'mongoose'
import { storeFaultLine } from '#server/app/storeFaultLine.ts'
import { reasonOf, StoreLeftBesideError, StoreUnwritableError } from '#server/embedded-store/storeErrors.ts'
import type { Config } from '#server/platform/config.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { mongoFaultLine } from '#server/platform/mongoFault.ts'
import { assertImportFinished, UnfinishedImportError } from '#server/platform/unfinishedImport.ts'
import { isStoreThere } from '../leftBeside.ts'
import { leftPartsBeside } from '../leftParts.ts'
import { type ReachedStore, reachStore } from '../reachStore.ts'
import { checkClock, checkIndexes, checkKeyOfData } from './checkData.ts'
import { checkErasures } from './checkErasures.ts'
import { checkJournal } from './checkJournal.ts'
import { checkLedgerCopies } from './checkLedgerCopies.ts'
import { checkSound } from './checkSound.ts'
import { checkNight, checkSealFolder, checkTrail } from './checkTrail.ts'
import { bad, type Finding, good, notice } from './finding.ts'

const DAY_MS = 86_400_000
const BACKUP_DAYS = 7
const FREE_BYTES = 1_000_000_000
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

/** Everything about the data; nothing is changed (but that a file of an older format is brought up to date), and where there is no data yet, none is made. */
export async function checkStore(config: Config): Promise<readonly Finding[]> {
  let store: ReachedStore | null = null
  try {
    if (config.mongodbUri === null && !isStoreThere(config)) {
      return [notice('データはまだありません。最初の起動で作られます / there is no data yet')]
    }
    store = await reachStore(config)
    return await checkReached(config, store)
  } catch (cause) {
    const message = reasonOf(cause)
    if (cause instanceof UnfinishedImportError) return [bad('データが足りません / not all data is there', message)]
    if (cause instanceof StoreLeftBesideError) return [bad('データが混ざりかけています / data of two files', message)]
    return [bad(`データに届きません: ${message} / the data cannot be reached`, mendOf(cause, config))]
  } finally {
    await store?.close()
  }
}

function mendOf(cause: unknown, { mongodbUri, dataDir }: Config): string {
  if (cause instanceof StoreUnwritableError) {
    return `空きを作り、権限を直してください。できなければ、止めたまま ${dataDir} をフォルダーごと空きのあるディスクへ写し（cp -a）、DATA_DIR をその写しにすれば、全部そのまま使えます / free space and set the rights, or copy the whole folder to another disk and name that copy as DATA_DIR`
  }
  if (mongodbUri === null) {
    return (
      storeFaultLine(cause, reasonOf(cause)) ??
      `${dataDir} の権限と空き容量を確かめ、だめなら控えから戻してください（docs/OPERATING.md）/ check rights and space, or restore a backup`
    )
  }
  return (
    mongoFaultLine(cause) ??
    'MONGODB_URI と、その MongoDB が動いていることを確かめてください / check MONGODB_URI and that it runs'
  )
}

async function checkReached(config: Config, { uri, kind }: ReachedStore): Promise<readonly Finding[]> {
  const connection = await connectMongo(uri)
  try {
    await assertImportFinished(connection.getClient().db(connection.name))
    const { sealFolder: folder } = config
    const look = (what: string, check: () => Promise<Finding>) => lookAt(config, what, check)
    return [
      ...(kind === 'mongodb' ? [await checkReplicaSet(connection)] : await checkEmbedded(connection, config, kind)),
      await look('索引 / the indexes', () => checkIndexes(connection, kind === 'mongodb')),
      await look('鍵 / the key', () => checkKeyOfData(connection, config.keyFile)),
      await look('文書の記録 / the journals', () => checkJournal(connection)),
      await look('廃棄と台帳 / erasures', () => checkErasures(connection, config.dataDir, Date.now())),
      await look('監査記録の封印 / the seal', () => checkTrail(connection, config.keyFile, kind !== 'own')),
      ...(folder === null ? [] : [await look('SEAL_FOLDER', () => checkSealFolder(connection, folder, Date.now()))]),
      await look('毎晩の確認 / the nightly verification', () => checkNight(connection, kind !== 'own', Date.now())),
      await look('時計 / the clocks', () => checkClock(connection)),
    ]
  } finally {
    await connection.close()
  }
}

/** What cannot be looked at is a fault of its own, and hides none of the others. */
async function lookAt(config: Config, what: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check()
  } catch (cause) {
    return bad(`調べられませんでした（${what}）: ${reasonOf(cause)} / could not be looked at`, mendOf(cause, config))
  }
}

async function checkReplicaSet(connection: Connection): Promise<Finding> {
  const { setName, isWritablePrimary } = await connection.getClient().db('admin').command({ hello: 1 })
  if (setName === undefined) {
    return bad(
      'MongoDB がレプリカセットではありません / not a replica set',
      'mongod を --replSet で始め、rs.initiate() してください / start it with --replSet',
    )
  }
  if (isWritablePrimary !== true) {
    return bad(
      'MongoDB に書き込めるものがいません / no primary answers',
      'レプリカセットの状態を rs.status() で確かめてください / look at rs.status()',
    )
  }
  return good(`MongoDB のレプリカセット ${setName} / the replica set answers`)
}

interface Health {
  readonly formatVersion: number
  readonly fileBytes: number
  readonly freeBytes: number
  readonly setAsideCount: number
  readonly backups: readonly { readonly at: Date; readonly file: string }[]
  readonly indexes: readonly { readonly ns: string; readonly name: string; readonly useCount: number }[]
}

async function checkEmbedded(
  connection: Connection,
  config: Config,
  kind: 'running' | 'own',
): Promise<readonly Finding[]> {
  const client = connection.getClient()
  const health = (await client.db('admin').command({ embeddedStoreHealth: 1 })) as unknown as Health
  return [
    await lookAt(config, 'データ / the data', () => checkSound(connection, health, kind)),
    checkSize(health, config.dataDir),
    ...checkUse(health, kind),
    checkBackups(health, Date.now()),
    ...(await checkLedgerCopies(
      health.backups.map(({ file }) => file),
      config.dataDir,
    )),
    ...checkLeftParts(health, Date.now()),
  ]
}

function checkSize({ fileBytes, freeBytes, formatVersion }: Health, dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(dataDir)
  const says = `大きさ ${megabytes(fileBytes)}（空き ${megabytes(freeBytes)}、形式 ${formatVersion}）、ディスクの残り ${megabytes(bavail * bsize)} / size and space`
  if (bavail * bsize > FREE_BYTES) return good(says)
  return bad(says, 'ディスクを空けてください。一杯になると保存できません / free some space')
}

function checkUse({ indexes }: Health, kind: 'running' | 'own'): readonly Finding[] {
  if (kind === 'own') return []
  const used = indexes.filter(({ useCount }) => useCount > 0)
  const most = used.toSorted((one, other) => other.useCount - one.useCount).slice(0, 3)
  const shown = most.map(({ ns, name, useCount }) => `${ns} ${name} ${useCount}`).join('、')
  return [good(`使われた索引 ${used.length} / ${indexes.length}（${shown}）/ indexes used since the start`)]
}

export function checkBackups({ backups: noted }: Pick<Health, 'backups'>, now: number): Finding {
  // One of a time to come was noted by a clock that has been set right since: nobody knows how old it is.
  const backups = noted.filter(({ at }) => at.getTime() <= now)
  const there = backups.filter(({ file }) => existsSync(file))
  const [oldest, newest] = [backups[0], backups.at(-1)]
  const mend = 'npm run backup -- <ファイル> で控えを取り、別の場所へ移してください / make one and keep it elsewhere'
  if (oldest === undefined || newest === undefined)
    return notice('控えがまだありません / no backup was ever made', mend)
  const daysSince = (at: Date) => Math.floor((now - at.getTime()) / DAY_MS)
  const says = `控え: 最新 ${daysSince(newest.at)} 日前、最古 ${daysSince(oldest.at)} 日前、${backups.length} 回、この機械にあるもの ${there.length} / backups`
  return daysSince(newest.at) <= BACKUP_DAYS ? good(says) : notice(says, mend)
}

function checkLeftParts({ backups }: Pick<Health, 'backups'>, now: number): readonly Finding[] {
  const parts = leftPartsBeside(
    backups.map(({ file }) => file),
    now,
  )
  if (parts.length === 0) return []
  return [
    notice(
      `途中で終わった控えが残っています: ${parts.join('、')} / left by backups that were cut off`,
      '消してください / remove them',
    ),
  ]
}
