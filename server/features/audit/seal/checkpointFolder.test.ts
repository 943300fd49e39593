import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { heldDay } from '#tests/support/heldDay.ts'
import { until } from '#tests/support/until.ts'
import type { Checkpoint } from './checkpoint.ts'
import { CheckpointFolder, checkpointFileOf } from './checkpointFolder.ts'
import { readCheckpoints } from './readCheckpoints.ts'

const checkpoint = (count: number): Checkpoint => ({ chain: 'chn_1', count, head: 'ab', at: count, signature: 'cd' })

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-seal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('[AC6.19] each checkpoint is a line of its own in the folder, also behind half a line that a full disk has left', async () => {
  const folder = aFolder()
  const written = new CheckpointFolder({ folder, timers: systemTimers, log: silentLog })
  writeFileSync(checkpointFileOf(folder, 'chn_1'), '{"chain":"chn_1","cou')
  for (const count of [1, 2, 3]) written.append(checkpoint(count))
  await until(async () => (await readCheckpoints(folder)).length === 3, 'three are there')

  expect(await readCheckpoints(folder)).toEqual([1, 2, 3].map(checkpoint))
  expect(written.isFailing).toBe(false)
})

test('[AC6.19] a folder that is not there is never made, is said once, and gets what waited when it is back', async () => {
  const [folder, said] = [join(aFolder(), 'share'), [] as string[]]
  const day = heldDay()
  const log = { ...silentLog, error: (event: string) => void said.push(event) }
  let isAway = true
  const file = join(aFolder(), 'lines')
  const written = new CheckpointFolder({
    ...{ folder, timers: day.timers, log },
    append: async (_file, line) => {
      if (isAway) throw new Error('ENOENT')
      writeFileSync(file, line, { flag: 'a' })
    },
  })
  written.append(checkpoint(1))
  await nextTurn()
  written.append(checkpoint(2))
  await nextTurn()
  expect([written.isFailing, said]).toEqual([true, ['seal.folderFailed']])

  isAway = false
  day.pass(1)
  await until(() => !written.isFailing, 'it is written')
  expect(readFileSync(file, 'utf8').match(/"count":\d/g)).toEqual(['"count":1', '"count":2'])
})

test('[AC6.19] a folder that never answers takes one write, keeps nobody waiting, and is said after ten seconds', async () => {
  let [asked, elapse] = [0, () => undefined as unknown]
  const said: string[] = []
  const written = new CheckpointFolder({
    folder: '/nowhere',
    timers: {
      ...systemTimers,
      after(_milliseconds, then) {
        elapse = then
        return { stop: () => undefined }
      },
    },
    log: { ...silentLog, error: (event) => void said.push(event) },
    append: () => {
      asked += 1
      return new Promise(() => undefined)
    },
  })
  for (const count of [1, 2, 3]) written.append(checkpoint(count))
  expect([asked, written.isFailing]).toEqual([1, false])

  elapse()
  expect([asked, written.isFailing, said]).toEqual([1, true, ['seal.folderFailed']])
})
