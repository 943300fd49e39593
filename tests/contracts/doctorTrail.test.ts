import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkNight, checkSealFolder } from '#scripts/doctor/checkTrail.ts'
import type { Checkpoint } from '#server/features/audit/seal/checkpoint.ts'
import { checkpointFileOf } from '#server/features/audit/seal/checkpointFolder.ts'
import { mongoVerifications } from '#server/features/audit/seal/verifications.mongo.ts'
import type { TrailVerified } from '#shared/api/audit.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { sealTen } from '#tests/support/sealedTrail.ts'
import { startTestStore } from '#tests/support/testStore.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000]

/** A store that closes with the test, with ten sealed records. */
async function sealedStore() {
  const store = await startTestStore()
  onTestFinished(() => store.close())
  return { connection: store.connection, signed: await sealTen(store.connection) }
}

test('[OP2.68] the doctor says that the folder of checkpoints lacks what was signed ten minutes before, and not sooner', async () => {
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

test('[OP2.69] the doctor says when the trail was last verified by itself and how that ended, and what to do about it', async () => {
  const { connection } = await sealedStore()
  const [nights, at] = [mongoVerifications(connection), 1_764_633_600_000]
  const look = async (days = 0, isRunning = true) => {
    const { level, says } = await checkNight(connection, isRunning, at + days * DAY_MS)
    return `${level} ${says}`
  }
  let night = 10
  const ends = async (how: Partial<TrailVerified>) => {
    night += 1
    const day = `2026-11-${night}` as PlainDate
    await nights.claim(day, { holder: 'one', now: at, until: at + 1 })
    await nights.keep(day, 'one', { at, count: 812, faults: [], outside: null, ...how } as TrailVerified)
  }

  expect(await look()).toContain('notice 監査記録の毎晩の確認は、まだ行われていません')
  await ends({})
  expect(await look()).toContain('good 監査記録の毎晩の確認: 最後は 24 時間以内、812 件、封印のとおり')
  expect(await look(3)).toContain('notice 監査記録の毎晩の確認: 最後は 3 日前')
  expect(await look(8)).toContain('bad 監査記録の毎晩の確認: 最後は 8 日前')
  expect(await look(8, false)).toContain('notice ')
  await ends({ outside: { state: 'unread', count: 0 } })
  expect(await look()).toMatch(/^bad .*SEAL_FOLDER は読めませんでした/)
  await ends({ outside: { state: 'fewer', count: 0 } })
  expect(await look()).toMatch(/^bad .*SEAL_FOLDER の確認点が足りませんでした/)
  await ends({ faults: [{ kind: 'deleted', count: 2 }], outside: { state: 'unread', count: 0 } })
  expect(await look()).toMatch(/^bad .*封印と合わない所があります: 記録が消されています.*（2）/)
})
