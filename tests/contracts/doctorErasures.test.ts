import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { checkErasures } from '#scripts/doctor/checkErasures.ts'
import { ledgerPathOf } from '#server/app/erasureLedger.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { startTestStore } from '#tests/support/testStore.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'

const NOW = 1_764_633_600_000

test('[OP2.57] the doctor names a case whose erasure is not through, one that the ledger does not know, and a ledger that cannot be read', async () => {
  const store = await startTestStore()
  onTestFinished(() => store.close())
  const [dir, _id] = [await throwAwayFolder(), fixedId('case', 1)]
  const rows = store.connection.getClient().db(store.connection.name).collection<{ _id: string }>('erasedCases')
  const look = async () => (await checkErasures(store.connection, dir, NOW)).says

  expect(await look()).toContain('廃棄済み 0 件')
  await rows.insertOne({ _id, ...{ number: 'R01-003', approvedAt: NOW - 600_000, clearedAt: null } })
  expect(await look()).not.toContain('終わっていない')
  await rows.updateOne({ _id }, { $set: { approvedAt: NOW - 600_001 } })
  expect(await look()).toContain('廃棄が終わっていないケースがあります: R01-003')
  await rows.updateOne({ _id }, { $set: { clearedAt: NOW } })
  expect(await look()).toContain('廃棄台帳にないケースがあります: R01-003')
  writeFileSync(ledgerPathOf(dir), '[{')
  expect(await look()).toContain('が読めません')
})
