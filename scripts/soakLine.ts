import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** What the long form of a reliability or security test came to. */
export interface SoakOutcome {
  readonly isGood: boolean
  /** What was counted and measured, in words. */
  readonly figures: string
}

export interface SoakRun extends SoakOutcome {
  readonly id: string
  readonly seed: number
  /** The day in Japan, `YYYY-MM-DD`. */
  readonly on: string
}

const HEADING = '## Long forms'
const OPENING = `${HEADING}

What \`npm run soak -- <id> [seed]\` came to, the newest run last. The same seed repeats the same acts; moments differ.

| day | id | seed | cores | came to | figures |
|---|---|---|---|---|---|
`

/** Adds a run to the table of long forms at the end of a page of figures, which is begun when there is none. */
export function appendSoakLine(page: string, { id, seed, on, isGood, figures }: SoakRun): void {
  const text = existsSync(page) ? readFileSync(page, 'utf8').trimEnd() : '# Benchmarks'
  const begun = text.includes(HEADING) ? `${text}\n` : `${text}\n\n${OPENING}`
  const cells = [on, id, seed, availableParallelism(), isGood ? 'passed' : '**failed**', figures.replaceAll('|', '/')]
  writeFileSync(page, `${begun}| ${cells.join(' | ')} |\n`)
}
