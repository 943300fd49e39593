import { resolve } from 'node:path'
import { copyLedgers } from '#server/app/ledgerCopies.ts'
import { damageIn } from '#server/embedded-store/storage/damageIn.ts'
import type { Config } from '#server/platform/config.ts'
import { assertThereIsData, bringOver } from './leftBeside.ts'
import { leftPartsBeside } from './leftParts.ts'
import { oneWordOrExit } from './oneWord.ts'
import { reachStore, runCommand, settingsOrExit } from './reachStore.ts'
import { askAdmin, writeCopy } from './writeCopy.ts'

/**
 * Writes a whole copy of the embedded store to `file`, whether the server runs or not, and looks through the copy; the ledgers, which
 * are not in the store, are copied beside it.
 *
 * Unit: bytes of the copy. Throws: when it cannot be written, and when what was written is not sound.
 */
export async function backUp(config: Pick<Config, 'mongodbUri' | 'dataDir'>, file: string): Promise<number> {
  if (config.mongodbUri !== null) {
    throw new Error(
      'MONGODB_URI の控えは npm run export -- <フォルダー> か mongodump --oplog で取ってください。ほかは一時点の写しになりません / back up MONGODB_URI with npm run export or mongodump --oplog: nothing else is of one moment',
    )
  }
  assertThereIsData(config)
  const store = await reachStore(config)
  try {
    if (store.kind === 'own') await bringOver(store.uri, config)
    const bytes = await writeCopy(store.uri, file)
    await copyLedgers(config.dataDir, `${resolve(file)}.`)
    lookThrough(file)
    await askAdmin(store.uri, { embeddedStoreBackupKept: resolve(file) })
    return bytes
  } finally {
    await store.close()
  }
}

/** Throws: when the copy, which is there all the same, is not sound. */
function lookThrough(file: string): void {
  const damage = damageIn(file)
  if (damage.length === 0) return
  throw new Error(
    `控えは書きましたが、壊れた所があります: ${damage.join('、')}。npm run doctor で確かめ、前の控えを消さずにおいてください / the copy is there and is not sound: ask the doctor, and keep the backup before it`,
  )
}

if (import.meta.main) {
  const file = oneWordOrExit('npm run backup -- <控えのファイル / file of the copy>')
  await runCommand(async () => {
    const bytes = await backUp(settingsOrExit(), file)
    console.log(`控えを書きました（${(bytes / 1_000_000).toFixed(1)} MB）: ${resolve(file)} / The backup is written.`)
    for (const part of leftPartsBeside([resolve(file)], Date.now())) {
      console.log(
        `前に途中で終わった控えが残っています。消してください: ${part} / left by a backup that was cut off: remove it`,
      )
    }
    console.log('鍵（KEY_FILE）は入っていません。別の場所に控えてください。/ KEY_FILE is not in it: keep it apart.')
  })
}
