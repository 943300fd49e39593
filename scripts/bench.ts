import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Bench, type BenchOptions, type Scenario, type ScenarioReport, table } from '#tests/bench/bench.ts'
import { machineLine } from '#tests/bench/machine.ts'
import { withSection } from './benchPage.ts'

/** The benches by the name given after `npm run bench --`; each is loaded only when it is asked for. */
const BENCHES: { readonly [name: string]: () => Promise<Bench> } = {
  live: async () => (await import('#tests/bench/live/liveBench.ts')).liveBench,
  store: async () => (await import('#tests/bench/store/storeBench.ts')).storeBench,
}

const PAGE = 'docs/benchmarks.md'
const BEGINNING =
  '# Benchmarks\n\nWhat was measured, by `npm run bench -- <name>`; each part is replaced when it is run again.\n'

function asked() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
  })
  const [name = ''] = positionals
  return { name, isQuick: values.quick, only: values.only?.split(',') ?? null }
}

const bodyOf = (machine: string, { text, verdicts }: ScenarioReport): string =>
  [machine, '', text, ...(verdicts.length === 0 ? [] : ['', verdictTable(verdicts)])].join('\n')

function verdictTable(verdicts: ScenarioReport['verdicts']): string {
  const rows = verdicts.map(({ what, must, isMet, measured, moonshot, isMoonshotMet }) => [
    what,
    `${must}: ${isMet ? 'met' : '**not met**'}`,
    moonshot === undefined ? '–' : `${moonshot}: ${isMoonshotMet === true ? 'met' : 'not met'}`,
    measured,
  ])
  return table(['what', 'must', 'moonshot', 'measured'], rows)
}

/** A quick run is for looking, and leaves the page as it is. */
function keep({ heading, opening }: Bench, { title }: Scenario, body: string): void {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : BEGINNING
  const parent = { heading: `## ${heading}`, body: opening }
  writeFileSync(PAGE, withSection(page, parent, { heading: `### ${title}`, body }))
}

async function runScenario(bench: Bench, scenario: Scenario, options: BenchOptions): Promise<boolean> {
  const startedAt = performance.now()
  const machine = machineLine()
  console.log(`${scenario.id} …`)
  const report = await scenario.run(options)
  const body = bodyOf(machine, report)
  console.log(`\n### ${scenario.title}\n\n${body}\n\n${Math.round((performance.now() - startedAt) / 1_000)} s\n`)
  if (!options.isQuick) keep(bench, scenario, body)
  return report.verdicts.every(({ isMet }) => isMet)
}

const { name, isQuick, only } = asked()
const load = BENCHES[name]
if (load === undefined) {
  console.error(`npm run bench -- <${Object.keys(BENCHES).join(' | ')}> [--quick] [--only=<scenario>,…]`)
  process.exit(2)
}
const bench = await load()
const unknown = only?.filter((id) => bench.scenarios.every((scenario) => scenario.id !== id)) ?? []
if (unknown.length > 0) {
  console.error(`no such scenario: ${unknown.join(', ')}; there is ${bench.scenarios.map(({ id }) => id).join(', ')}`)
  process.exit(2)
}
let isAllMet = true
for (const scenario of bench.scenarios) {
  if (only === null || only.includes(scenario.id))
    isAllMet = (await runScenario(bench, scenario, { isQuick })) && isAllMet
}
console.log(isAllMet ? 'every must is met' : 'NOT every must is met')
process.exit(0)
