import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { failureLine } from '#scripts/reachStore.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { folder } from '#tests/support/copies.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'

test('[OP2.44] from a stopped server whose disk is full everything is got out by a plain copy, as the doctor says', async ({
  skip,
}) => {
  const disk = smallDisk('8m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const [full, elsewhere] = [join(disk.dir, 'data'), folder()]
  const open = await openFolder(full)
  const rows = open.client.db(DATABASE).collection<{ _id: number; text: string }>('rows')
  await rows.insertMany([1, 2, 3].map((_id) => ({ _id, text: '面談の記録'.repeat(10_000) })))
  disk.fill()
  await open.close()

  const faults = (await examine({ DATA_DIR: full, PORT: '0' }, '/')).filter(({ level }) => level === 'bad')
  cpSync(full, join(elsewhere, 'data'), { recursive: true })
  await backUp({ mongodbUri: null, dataDir: join(elsewhere, 'data') }, join(elsewhere, 'store.sqlite'))

  expect(faults).toMatchObject([{ mend: expect.stringContaining('cp -a') }])
  expect(faults[0]?.mend).not.toContain('控えから戻して')
  const copy = await openFolder(elsewhere)
  expect(await copy.client.db(DATABASE).collection('rows').distinct('_id')).toEqual([1, 2, 3])
  await copy.close()
  disk.remove()
})

test('[OP2.47] an import for which the disk has no room says so in Japanese, and is made whole when there is', async ({
  skip,
}) => {
  const disk = smallDisk('2m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const [from, out, to] = [join(folder(), 'from'), join(folder(), 'out'), join(disk.dir, 'to')]
  const open = await openFolder(from)
  const rows = open.client.db(DATABASE).collection<{ _id: number; text: string }>('rows')
  await rows.insertMany([1, 2, 3].map((_id) => ({ _id, text: '面談の記録'.repeat(10_000) })))
  await open.close()
  await exportData({ mongodbUri: null, dataDir: from }, out, () => undefined)
  const giveBack = disk.fill(1_600_000)
  const put = () => importData({ mongodbUri: null, dataDir: to }, out, () => undefined)

  const told = await put().then(() => 'done', failureLine)
  giveBack()

  expect(told).toMatch(/^データのディスクに空きがありません。/)
  expect((await put()).collections).toMatchObject([{ name: 'rows', count: 3 }])
  disk.remove()
})
