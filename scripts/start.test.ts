import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from './readiness.mjs'

test.each(['"', "'", '~/'])('[OP2.30] npm start makes no data folder whose name begins with %s', (sign) => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-quoted-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const DATA_DIR = `${sign}${basename(dir)}`
  onTestFinished(() => rmSync(join(ROOT, DATA_DIR), { recursive: true, force: true }))

  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    ...{ cwd: ROOT, encoding: 'utf8', timeout: 10_000 },
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR },
  })

  expect([status, stderr]).toEqual([2, expect.stringMatching(/^設定 DATA_DIR: [^\n]+\n$/)])
  expect(existsSync(join(ROOT, DATA_DIR))).toBe(false)
})
