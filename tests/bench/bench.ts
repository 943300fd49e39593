/** How much is to be measured. */
export interface BenchOptions {
  /** Fewer rounds and shorter ones, to look at while working; not for the page of figures. */
  readonly isQuick: boolean
}

/** One line of the numbers to reach, and whether they were reached this time. */
export interface Verdict {
  readonly what: string
  readonly must: string
  readonly isMet: boolean
  readonly moonshot?: string
  readonly isMoonshotMet?: boolean
  readonly measured: string
}

export interface ScenarioReport {
  /** Markdown: the tables and what must be known to read them. */
  readonly text: string
  readonly verdicts: readonly Verdict[]
}

/** Something measured by itself: `npm run bench -- <bench> --only=<id>`. */
export interface Scenario {
  readonly id: string
  readonly title: string
  run(options: BenchOptions): Promise<ScenarioReport>
}

/** A section of the page of figures. */
export interface Bench {
  readonly heading: string
  /** Markdown: what is compared with what, and how. */
  readonly opening: string
  readonly scenarios: readonly Scenario[]
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** A number with as many digits as it deserves. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB')
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}
