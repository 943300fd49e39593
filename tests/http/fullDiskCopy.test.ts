import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { folder } from '#tests/support/copies.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'

test('[OP2.102] from a stopped server whose disk is full everything is got out by a plain copy, as the doctor says', async ({
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
