import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendSoakLine } from './soakLine.ts'

test('[OP2.9] each long run adds one line with its seed to the page of figures and leaves the rest as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-soak-'))
  const page = join(folder, 'benchmarks.md')
  writeFileSync(page, '# Benchmarks\n\n## Live\n\nfigures\n')
  const run = { id: 'kill', seed: 7, on: '2026-12-04', isGood: true, figures: '50 kills, 0 lost' }

  appendSoakLine(page, run)
  appendSoakLine(page, { ...run, seed: 8, isGood: false, figures: '1 | 2 lost' })

  const lines = readFileSync(page, 'utf8').split('\n')
  rmSync(folder, { recursive: true })
  expect(lines.slice(0, 5)).toEqual(['# Benchmarks', '', '## Live', '', 'figures'])
  expect(lines.slice(-3)).toEqual([
    expect.stringMatching(/^\| 2026-12-04 \| kill \| 7 \| \d+ \| passed \| 50 kills, 0 lost \|$/),
    expect.stringMatching(/^\| 2026-12-04 \| kill \| 8 \| \d+ \| \*\*failed\*\* \| 1 \/ 2 lost \|$/),
    '',
  ])
})
