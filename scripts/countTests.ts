// Runs vitest and writes down what it counted: node scripts/countTests.ts <file> --project <name>…
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startVitest, type TestModule } from 'vitest/node'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
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
  /** Of everything but the files whose process died. */
  readonly counts: Counts
  /** Those files, each with the signal. */
  readonly died: ReadonlyMap<TestModule, string>
}

const sum = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
})

/** How vitest tells it, in words and nowhere else. */
function deathIn(error: unknown): Death | null {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } }
  const told = `${message}\n${cause?.message ?? ''}`
  const signal = /exited unexpectedly with signal (SIG\w+)/.exec(told)?.[1]
  return signal === undefined ? null : { signal, message: told }
}

const testsOf = (modules: readonly TestModule[]) => modules.flatMap((module) => [...module.children.allTests()])

/** The files that a death left unfinished. One in which a test is known to have failed is not among them: that failure stands. */
function filesOf(deaths: readonly Death[], modules: readonly TestModule[]): Map<TestModule, string> {
  const died = new Map<TestModule, string>()
  for (const module of modules) {
    const death = deaths.find(({ message }) => message.includes(module.moduleId))
    const isUnfinished = ['pending', 'queued'].includes(module.state())
    const hasFailed = testsOf([module]).some((each) => each.result().state === 'failed')
    if (death !== undefined && isUnfinished && !hasFailed) died.set(module, death.signal)
  }
  return died
}

function countsOf(modules: readonly TestModule[], isGreen: boolean): Counts {
  const states = testsOf(modules).map((each) => each.result().state)
  const count = (state: string) => states.filter((each) => each === state).length
  const [passed, failed] = [count('passed'), count('failed')]
  // A file that cannot be read, or an error outside every test, is a failure too.
  return { passed, failed: isGreen ? failed : Math.max(1, failed), skipped: states.length - passed - failed }
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
  const modules = vitest.state.getTestModules()
  const died = filesOf(deaths, modules)
  const others = modules.filter((module) => !died.has(module))
  // Vitest's own verdict is red when a process died.
  const isGreen =
    died.size === 0 ? process.exitCode === 0 : faults.length === 0 && others.every((module) => module.ok())
  return { counts: countsOf(others, isGreen), died }
}

/**
 * Runs the tests and counts them. Files whose process was ended by a signal are said aloud and run once more by themselves;
 * a second death is a failure. A test that failed is not run again.
 */
export async function countTests(selection: Selection): Promise<Counts> {
  const { counts, died } = await runOnce(selection)
  if (died.size === 0) return counts
  for (const [{ relativeModuleId }, signal] of died) {
    console.error(
      `実行環境が ${signal} で落ちました: ${relativeModuleId}。このファイルだけもう一度試します。/ The runtime died of ${signal} in this file; it is run once more by itself.`,
    )
  }
  const again = await runOnce({ ...selection, files: [...died.keys()].map((module) => module.moduleId) })
  for (const [{ relativeModuleId }, signal] of again.died) {
    console.error(`また落ちました（${signal}）: ${relativeModuleId}。失敗に数えます。/ It died again: a failure.`)
  }
  return sum(sum(counts, again.counts), { passed: 0, failed: again.died.size, skipped: 0 })
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
