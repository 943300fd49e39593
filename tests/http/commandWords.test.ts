import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { folder } from '#tests/support/copies.ts'

const dirs = () => ({ data: folder(), here: folder() })
const run = ({ data, here }: ReturnType<typeof dirs>, file: string, ...words: readonly string[]) =>
  spawnSync(NODE_24, [join(ROOT, file), ...words], {
    cwd: here,
    env: { ...BARE, DATA_DIR: data, PORT: '0' },
    encoding: 'utf8',
    timeout: 50_000,
  })

test.for([
  ['backUp', '--help', 0],
  ['exportData', 'my folder', 2],
  ['importData', '--dir=out', 2],
  ['newPassword', '--help', 0],
  ['seed', '--size large', 2],
  ['verifyTrail', '--help', 0],
  ['verifyTrail', '--head 12', 2],
] as const)('[OP2.45] %s that is given "%s" says how it is called, and does nothing', async ([name, words, status]) => {
  const place = dirs()
  await (await openFolder(place.data)).close()

  const ended = run(place, `scripts/${name}.ts`, ...words.split(' '))

  expect(ended).toMatchObject({ status, [status === 0 ? 'stdout' : 'stderr']: expect.stringMatching(/^npm run /) })
  expect(readdirSync(place.here)).toEqual([])
})

test('[OP2.45] a server that is told --restore, and not --restored, does not start', () => {
  const place = dirs()

  const ended = run(place, 'server/app/main.ts', '--restore')

  expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('「--restore」は使えません') })
  expect(readdirSync(place.data)).toEqual([])
})
