import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

/** Counts the tests of these projects of `tests/support/dyingRuntime`, in which a process dies `deaths` times. */
async function counted(projects: readonly string[], deaths: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-count-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [counts, runs] = [join(folder, 'counts.json'), join(folder, 'runs')]
  const args = ['scripts/countTests.ts', counts, '--config', 'tests/support/dyingRuntime/vitest.config.ts']
  const child = spawn(process.execPath, [...args, ...projects.flatMap((each) => ['--project', each])], {
    env: { PATH: process.env.PATH, RUNS_FILE: runs, DEATHS: String(deaths) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return {
    ...{ said, code },
    counts: JSON.parse(await readFile(counts, 'utf8')),
    runs: (await readFile(runs, 'utf8')).trim().split('\n').sort(),
  }
}

const WAVERING = 'fails.test.ts > fails, and would pass if it were run again: expected 1 to be 2'

test('[OP2.16] a file whose process died is named and run once more, and nothing else is', async () => {
  const { said, code, counts, runs } = await counted(['dies'], 1)

  expect(said).toContain('実行環境が SIGTRAP で落ちました: tests/support/dyingRuntime/dies.test.ts')
  expect([code, counts]).toEqual([0, { passed: 3, failed: 0, skipped: 0, remarks: [] }])
  expect(runs).toEqual(['dies', 'dies', 'passes'])
})

test('[OP2.16] [OP2.17] a second death is a failure, a test that failed beside it is not run again, and both are among the remarks with file and reason', async () => {
  const { code, counts, runs } = await counted(['dies', 'fails'], 2)

  expect([code, counts]).toMatchObject([1, { passed: 1, failed: 2, skipped: 0 }])
  expect(runs).toEqual(['dies', 'dies', 'fails', 'passes'])
  expect(counts.remarks).toEqual([
    expect.stringContaining(`✗ tests/support/dyingRuntime/${WAVERING}`),
    '✗ tests/support/dyingRuntime/dies.test.ts: SIGTRAP',
  ])
})

test('[OP2.16] a file in which a test failed before the process died is not run again', async () => {
  const { code, counts, runs } = await counted(['diesAfterFailure'], 1)

  expect([code, counts]).toMatchObject([1, { passed: 1, failed: 1, skipped: 1 }])
  expect(runs).toEqual(['diesAfterFailure', 'passes'])
})

test('[OP2.17] what passed at its second try only is among the remarks and counts as passed', async () => {
  const { counts } = await counted(['wavers'], 0)

  expect(counts).toEqual({ passed: 1, failed: 0, skipped: 0, remarks: [expect.stringContaining(`2 ✓ `)] })
  expect(counts.remarks[0]).toContain(WAVERING)
})
