import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

test('[OP2.28] before anything is installed each command of the operator ends with one line that says what to do first', () => {
  const { scripts } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-fresh-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const name of ['installed.mjs', 'readiness.mjs']) cpSync(here(name), join(dir, 'scripts', name))

  const { status, stderr } = spawnSync(process.execPath, ['scripts/installed.mjs'], { cwd: dir, encoding: 'utf8' })

  expect([status, stderr]).toEqual([1, expect.stringMatching(/^[^/\n]*npm ci を実行[^/\n]*\/ [^\n]*\n$/)])
  for (const name of ['password', 'seed', 'backup', 'export', 'import', 'verify-trail', 'doctor'])
    expect(scripts[name]).toMatch(/^node scripts\/installed\.mjs && /)
})
