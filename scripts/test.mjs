// Built-ins only. The whole check: static checks, every vitest project, and the real-store pass when MONGOD_BINARY is set.
//   npm test                     everything
//   npm run check                static checks and the unit and contract tests
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMPILED, ensureBuilt, ensureInstalled, NODE_24, ROOT } from './readiness.mjs'

const onlyCheck = process.argv.includes('--check')
const reports = mkdtempSync(join(tmpdir(), 'tsunagi-test-'))
const totals = { passed: 0, failed: 0, skipped: 0 }
/** Told again at the end, where whoever sees only the last lines of a run finds them. */
const remarks = []
const path = `${join(ROOT, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
/** Hundreds of processes and of stores' threads are begun, and each would compile the same packages anew. */
const environment = { ...process.env, PATH: path, NODE_COMPILE_CACHE: COMPILED }

function run(args) {
  const done = spawnSync(NODE_24, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: environment })
  return done.status === 0
}

/** They only read, so all go at once; what each of them says stands together. */
async function staticCheck([name, args]) {
  const startedAt = performance.now()
  const child = spawn(NODE_24, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: environment })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const [status] = await once(child, 'close')
  const isGreen = status === 0
  totals[isGreen ? 'passed' : 'failed'] += 1
  if (!isGreen) remarks.push(`✗ ${name}`)
  process.stdout.write(Buffer.concat(said))
  console.log(`${isGreen ? '✓' : '✗'} ${name} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

/** Runs tests that write down what they counted; without that, or red without a failed test, they count as one failure. */
function addTests(name, [script, ...args]) {
  const file = join(reports, `${name}.json`)
  const isGreen = run([script, file, ...args])
  const counts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0, remarks: [] }
  const { passed, failed, skipped } = counts
  totals.passed += passed
  totals.failed += isGreen ? failed : Math.max(1, failed)
  totals.skipped += skipped
  remarks.push(...counts.remarks)
  if (!isGreen && counts.remarks.length === 0) remarks.push(`✗ ${name}`)
}

const vitest = (name, projects) =>
  addTests(name, ['scripts/countTests.ts', ...projects.flatMap((project) => ['--project', project])])

function realStorePass() {
  if (!process.env.MONGOD_BINARY) {
    console.log(
      '実物の MongoDB では試していません（MONGOD_BINARY がありません）。/ The real-store pass was NOT RUN: MONGOD_BINARY is not set.',
    )
    totals.skipped += 1
    return
  }
  addTests('mongo', ['scripts/testMongo.ts'])
}

ensureInstalled()
ensureBuilt()
const STATIC_CHECKS = [
  ['types', ['node_modules/typescript/bin/tsc', '-b']],
  ['lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']],
  ['boundaries', ['scripts/checkBoundaries.ts']],
  ['rules', ['scripts/checkRules.ts']],
  ['docs', ['scripts/printDocs.ts', '--check']],
  ['bundle', ['scripts/checkBundle.ts']],
]
await Promise.all(STATIC_CHECKS.map(staticCheck))
vitest('unit', ['unit', 'contracts', 'store', 'screens'])
if (!onlyCheck) {
  vitest('server', ['slow', 'http', 'realtime', 'patient', 'pace'])
  vitest('e2e', ['e2e', 'e2eAlone'])
  realStorePass()
}

rmSync(reports, { recursive: true, force: true })
for (const remark of remarks) console.log(remark)
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exitCode = totals.failed === 0 ? 0 : 1
