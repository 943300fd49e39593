import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkSealFolder } from '#scripts/doctor/checkTrail.ts'
import type { Checkpoint } from '#server/features/audit/seal/checkpoint.ts'
import { checkpointFileOf } from '#server/features/audit/seal/checkpointFolder.ts'
import { sealTen } from '#tests/support/sealedTrail.ts'
import { startTestStore } from '#tests/support/testStore.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'

const MINUTE_MS = 60_000

/** A store that closes with the test, with ten sealed records. */
async function sealedStore() {
  const store = await startTestStore()
  onTestFinished(() => store.close())
  return { connection: store.connection, signed: await sealTen(store.connection) }
}

test('[OP2.111] the doctor says that the folder of checkpoints lacks what was signed ten minutes before, and not sooner', async () => {
  const { connection, signed } = await sealedStore()
  const folder = join(await throwAwayFolder(), 'outside')
  mkdirSync(folder)
  const write = (checkpoints: readonly Checkpoint[]) => {
    const lines = checkpoints.map((one) => `${JSON.stringify(one)}\n`)
    writeFileSync(checkpointFileOf(folder, signed[0]?.chain ?? ''), lines.join(''))
  }
  const at = signed.at(-1)?.at ?? 0
  const look = async (minutes: number) => (await checkSealFolder(connection, folder, at + minutes * MINUTE_MS)).says

  write(signed)
  expect(await look(11)).toContain('SEAL_FOLDER の確認点 2 個')
  write(signed.slice(0, 1))
  expect(await look(9)).toContain('SEAL_FOLDER の確認点 1 個')
  expect(await look(11)).toContain('SEAL_FOLDER に、届いているはずの確認点がありません')
  write([])
  expect(await look(11)).toContain('SEAL_FOLDER に、届いているはずの確認点がありません')
})
