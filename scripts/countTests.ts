// Runs vitest and writes down what it counted: node scripts/countTests.ts <file> --project <name>…
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { startVitest, type TestModule, type Vitest } from 'vitest/node'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What a reader of the last lines of a run must know, a line each: what failed, and what passed at its second try only. */
  readonly remarks: readonly string[]
}

export interface Selection {
  readonly projects: readonly string[]
  readonly config?: string
  /** All of the projects' files without it. */
  readonly files?: readonly string[]
}

/** A process of tests that a signal ended: Node's own crash, or the machine's want of memory. */
interface Death {
  readonly signal: string
  readonly message: string
}

interface Outcome {
  /** Of everything but the files that a death left unfinished. */
  readonly counts: Counts
  /** Those files, each with the signal. */
  readonly unfinished: ReadonlyMap<string, string>
}

const sum = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
  remarks: [...left.remarks, ...right.remarks],
})

/** How vitest tells it, in words and nowhere else. */
function deathIn(error: unknown): Death | null {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } }
  const told = `${message}\n${cause?.message ?? ''}`
  const signal = /exited unexpectedly with signal (SIG\w+)/.exec(told)?.[1]
  return signal === undefined ? null : { signal, message: told }
}

const testsOf = (modules: readonly TestModule[]) => modules.flatMap((module) => [...module.children.allTests()])

/**
 * The files that a death left unfinished, each with the signal: those it was told of, and those that waited for the same
 * process. One in which a test is known to have failed is not among them: that failure stands.
 */
function unfinishedIn(vitest: Vitest, deaths: readonly Death[]): Map<string, string> {
  const [first] = deaths
  if (first === undefined) return new Map()
  const modules = new Map(vitest.state.getTestModules().map((module) => [module.moduleId, module]))
  const isOver = (module: TestModule) =>
    !['pending', 'queued'].includes(module.state()) ||
    testsOf([module]).some((each) => each.result().state === 'failed')
  const unfinished = new Map<string, string>()
  for (const path of vitest.state.getPaths()) {
    const module = modules.get(path)
    const death = deaths.find(({ message }) => message.includes(path)) ?? first
    if (module === undefined || !isOver(module)) unfinished.set(path, death.signal)
  }
  return unfinished
}

const fileOf = (path: string) => relative(process.cwd(), path)

const firstLine = (error: { readonly message: string } | undefined) => error?.message.split('\n')[0] ?? ''

function remarksOn(module: TestModule): string[] {
  const about = fileOf(module.moduleId)
  return [
    ...module.errors().map((error) => `✗ ${about}: ${firstLine(error)}`),
    ...testsOf([module]).flatMap((each) => {
      const { state, errors } = each.result()
      const told = `${about} > ${each.fullName}: ${firstLine(errors?.[0])}`
      if (state === 'failed') return [`✗ ${told}`]
      return each.diagnostic()?.flaky === true ? [`2 ✓ ${told}`] : []
    }),
  ]
}

function countsOf(modules: readonly TestModule[], isGreen: boolean): Counts {
  const states = testsOf(modules).map((each) => each.result().state)
  const count = (state: string) => states.filter((each) => each === state).length
  const [passed, failed] = [count('passed'), count('failed')]
  // A file that cannot be read, or an error outside every test, is a failure too.
  return {
    passed,
    failed: isGreen ? failed : Math.max(1, failed),
    skipped: states.length - passed - failed,
    remarks: modules.flatMap(remarksOn),
  }
}

const SLOWEST = 10

/** Where the time went, for whoever would have the tests quicker. */
function tellSlowest(modules: readonly TestModule[]): void {
  const timed = modules.map((module) => ({ file: fileOf(module.moduleId), ms: module.diagnostic().duration }))
  const slowest = timed.toSorted((one, other) => other.ms - one.ms).slice(0, SLOWEST)
  for (const { file, ms } of slowest) console.log(`${(ms / 1_000).toFixed(1).padStart(7)} s ${file}`)
}

async function runOnce({ projects, config = 'tests/vitest.config.ts', files = [] }: Selection): Promise<Outcome> {
  process.exitCode = 0
  const vitest = await startVitest([...files], {
    ...{ config, project: [...projects], reporters: ['dot'] },
    ...{ watch: false, passWithNoTests: true },
  })
  const deaths: Death[] = []
  const faults: unknown[] = []
  for (const error of vitest.state.getUnhandledErrors()) {
    const death = deathIn(error)
    if (death === null) faults.push(error)
    else deaths.push(death)
  }
  const unfinished = unfinishedIn(vitest, deaths)
  const others = vitest.state.getTestModules().filter((module) => !unfinished.has(module.moduleId))
  // Vitest's own verdict is red when a process died.
  const isGreen =
    unfinished.size === 0 ? process.exitCode === 0 : faults.length === 0 && others.every((module) => module.ok())
  tellSlowest(others)
  return { counts: countsOf(others, isGreen), unfinished }
}

/**
 * Runs the tests and counts them. Files that were left unfinished because a signal ended their process are named, and run
 * once more, each by itself; a second such end is a failure. A test that failed is not run again.
 */
export async function countTests(selection: Selection): Promise<Counts> {
  const { counts, unfinished } = await runOnce(selection)
  let total = counts
  for (const [path, signal] of unfinished) {
    const file = fileOf(path)
    console.error(
      `実行環境が ${signal} で落ちました: ${file}。このファイルだけもう一度試します。/ The runtime died of ${signal} and left this file unfinished; it is run once more by itself.`,
    )
    const again = await runOnce({ ...selection, files: [path] })
    total = sum(total, again.counts)
    for (const secondSignal of again.unfinished.values()) {
      console.error(`また落ちました（${secondSignal}）: ${file}。失敗に数えます。/ It died again: a failure.`)
      total = sum(total, { passed: 0, failed: 1, skipped: 0, remarks: [`✗ ${file}: ${secondSignal}`] })
    }
  }
  return total
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      project: { type: 'string', multiple: true, default: [] },
      config: { type: 'string' },
    },
  })
  const { project: projects, config } = values
  const counts = await countTests({ projects, ...(config === undefined ? {} : { config }) })
  writeFileSync(positionals[0] ?? '/dev/stdout', JSON.stringify(counts))
  process.exit(counts.failed === 0 ? 0 : 1)
}
