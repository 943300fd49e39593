import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { folder } from '#tests/support/copies.ts'

const dirs = () => ({ data: folder(), here: folder() })
const run = ({ data, here }: ReturnType<typeof dirs>, file: string, ...words: readonly string[]) =>
  spawnSync(NODE_24, [join(ROOT, file), ...words], {
    cwd: here,
    env: { PATH: process.env.PATH, DATA_DIR: data, PORT: '0' },
    encoding: 'utf8',
    timeout: 20_000,
  })

test.for(['backUp', 'exportData', 'importData', 'newPassword', 'seed'])(
  '[OP2.103] %s says what it is given when it is asked for help, or given a word too many or an option it does not know, and does nothing',
  async (name) => {
    const place = dirs()
    await (await openFolder(place.data)).close()
    const file = `scripts/${name}.ts`

    const [asked, two, odd] = [['--help'], ['one', 'two'], ['--size', 'large']].map((words) =>
      run(place, file, ...words),
    )

    expect(asked).toMatchObject({ status: 0, stdout: expect.stringMatching(/^npm run /) })
    expect(two).toMatchObject({ status: 2, stderr: expect.stringMatching(/^npm run /) })
    expect(odd).toMatchObject({ status: 2, stderr: expect.stringMatching(/^npm run /) })
    expect(readdirSync(place.here)).toEqual([])
  },
)

test('[OP2.103] a server that is told --restore, and not --restored, does not start', () => {
  const place = dirs()

  const ended = run(place, 'server/app/main.ts', '--restore')

  expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('「--restore」は使えません') })
  expect(readdirSync(place.data)).toEqual([])
})
