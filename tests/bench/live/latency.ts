import { type BenchOptions, figure, type Scenario, type ScenarioReport, table, type Verdict } from '../bench.ts'
import { cpuMsOf } from '../childProcess.ts'
import { median, type Spread, spreadOf } from '../quantiles.ts'
import { type EditorProcess, startEditors } from './editorProcess.ts'
import { type MeasuredServer, PEERS, rotated, type TargetName, TITLES, withTargets } from './targets.ts'

const TARGETS: readonly TargetName[] = ['floor', 'durableFloor', 'tsunagi', ...PEERS]
const FEW = [2, 10] as const
const MANY = [50, 100] as const
const EDITOR_COUNTS = [...FEW, ...MANY] as const

/** A held key repeats about so fast; a person types about four characters a second. */
const PROBE_PER_SECOND = 25
const CROWD_PER_SECOND = 4

/** One server with one number of editors, once. */
interface Round {
  readonly target: TargetName
  readonly editorCount: number
  readonly seen: Spread
  readonly acked: Spread
  /** Unit: microseconds of the server's processor time per character typed. */
  readonly cpuPerUpdateUs: number
}

async function measure(
  server: MeasuredServer,
  { probe, crowd }: Editors,
  { editorCount, seconds }: { readonly editorCount: number; readonly seconds: number },
): Promise<Round> {
  const target = await server.newDocument()
  // The probe comes last: where a server serves in order of arrival, its reader is served last.
  if (editorCount > 2) await crowd.open({ role: 'crowd', targets: [target], editorCount: editorCount - 2 })
  await probe.open({ role: 'probe', targets: [target], editorCount: 2 })
  const cpuBefore = await cpuMsOf(server.process.pid)
  const [report, others] = await Promise.all([
    probe.type({ perSecond: PROBE_PER_SECOND, seconds }),
    editorCount > 2 ? crowd.type({ perSecond: CROWD_PER_SECOND, seconds }) : { typedCount: 0 },
  ])
  const cpuMs = (await cpuMsOf(server.process.pid)) - cpuBefore
  await probe.close()
  if (editorCount > 2) await crowd.close()
  const typedCount = report.typedCount + others.typedCount
  if (report.seen.length < report.typedCount) console.warn(`${server.name} did not deliver every character`)
  return {
    target: server.name,
    editorCount,
    seen: spreadOf(report.seen),
    acked: spreadOf(report.acked),
    cpuPerUpdateUs: (cpuMs * 1_000) / typedCount,
  }
}

interface Editors {
  readonly probe: EditorProcess
  readonly crowd: EditorProcess
}

/** What is measured: each server with each number of editors. */
interface Table {
  readonly targets: readonly TargetName[]
  readonly editorCounts: readonly number[]
}

/** All servers in turn, the next round beginning with another of them. */
async function measureInTurn(
  servers: readonly MeasuredServer[],
  editors: Editors,
  { isQuick, editorCounts }: BenchOptions & { readonly editorCounts: readonly number[] },
): Promise<readonly Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round < (isQuick ? 1 : 3); round++) {
    const turns = editorCounts.flatMap((editorCount) =>
      rotated(servers, round).map((server) => ({ server, editorCount })),
    )
    for (const { server, editorCount } of turns) {
      rounds.push(await measure(server, editors, { editorCount, seconds: isQuick ? 3 : 5 }))
    }
  }
  return rounds
}

/** Types at each server in turn, and measures what is seen of it, what is kept of it, and what it costs. */
export async function roundsOf({ targets, editorCounts }: Table, { isQuick }: BenchOptions): Promise<Rounds> {
  const editors = { probe: await startEditors(), crowd: await startEditors() }
  try {
    return new Rounds(
      await withTargets(targets, (servers) => measureInTurn(servers, editors, { isQuick, editorCounts })),
    )
  } finally {
    await editors.probe.end()
    await editors.crowd.end()
  }
}

type Pick = (round: Round) => number

/** All rounds of a run, asked for medians and for ratios of rounds that were made side by side. */
class Rounds {
  readonly #rounds: readonly Round[]

  constructor(rounds: readonly Round[]) {
    this.#rounds = rounds
  }

  of(target: TargetName, editorCount: number): readonly Round[] {
    return this.#rounds.filter((round) => round.target === target && round.editorCount === editorCount)
  }

  median(target: TargetName, editorCount: number, pick: Pick): number {
    return median(this.of(target, editorCount).map(pick))
  }

  /** Ours by the least of `others`, round by round; the median of that. */
  ratio(others: readonly TargetName[], editorCount: number, pick: Pick): number {
    const theirs = others.map((other) => this.of(other, editorCount).map(pick))
    const ratios = this.of('tsunagi', editorCount).map(
      (ours, index) => pick(ours) / Math.min(...theirs.map((values) => values[index] ?? Number.NaN)),
    )
    return median(ratios)
  }
}

const FLOOR: readonly TargetName[] = ['floor']
const DURABLE_FLOOR: readonly TargetName[] = ['durableFloor']
/** They say nothing to whoever wrote. */
const SILENT: readonly TargetName[] = ['floor', 'durableFloor', 'yWebsocketServer', 'yLeveldb']

function rowsOf(rounds: Rounds, editorCount: number) {
  return TARGETS.map((target) => {
    const median = (pick: Pick) => figure(rounds.median(target, editorCount, pick))
    const acked = SILENT.includes(target) ? 'none' : median(({ acked }) => acked.p50)
    return [
      editorCount,
      TITLES[target],
      median(({ seen }) => seen.p50),
      median(({ seen }) => seen.p95),
      median(({ seen }) => seen.p99),
      target === 'hocuspocus' ? `${acked} (not durable)` : acked,
      acked === 'none' ? 'none' : median(({ acked }) => acked.p99),
      median(({ cpuPerUpdateUs }) => cpuPerUpdateUs),
    ]
  })
}

function verdictsOf(rounds: Rounds): readonly Verdict[] {
  const fewP50 = FEW.map((count) => rounds.ratio(PEERS, count, ({ seen }) => seen.p50))
  const fewFloor = FEW.map((count) => rounds.ratio(FLOOR, count, ({ seen }) => seen.p50))
  const fewDurable = FEW.map((count) => rounds.ratio(DURABLE_FLOOR, count, ({ seen }) => seen.p50))
  const fewFloorP99 = FEW.map((count) => rounds.ratio(FLOOR, count, ({ seen }) => seen.p99))
  const manyP99 = MANY.map((count) => rounds.ratio(PEERS, count, ({ seen }) => seen.p99))
  const manyCpu = MANY.map((count) => rounds.ratio(PEERS, count, ({ cpuPerUpdateUs }) => cpuPerUpdateUs))
  const saved = rounds.median('tsunagi', 50, ({ acked }) => acked.p99)
  return [
    {
      what: 'live, 2 and 10 editors, durable',
      must: 'p50 ≤ 1.0 × best peer',
      isMet: fewP50.every((ratio) => ratio <= 1),
      moonshot: 'p50 ≤ 1.1 × floor, p99 ≤ 1.25 × floor',
      isMoonshotMet: fewFloor.every((ratio) => ratio <= 1.1) && fewFloorP99.every((ratio) => ratio <= 1.25),
      measured: `p50 ${fewP50.map(figure).join(' and ')} × best peer, ${fewFloor.map(figure).join(' and ')} × floor, ${fewDurable.map(figure).join(' and ')} × the forwarder that writes first; p99 ${fewFloorP99.map(figure).join(' and ')} × floor`,
    },
    {
      what: 'live, 50 and 100 editors',
      must: 'p99 ≤ 1.0 × best peer, CPU per update ≤ 0.7 ×',
      isMet: manyP99.every((ratio) => ratio <= 1) && manyCpu.every((ratio) => ratio <= 0.7),
      moonshot: 'CPU per update ≤ 0.35 ×',
      isMoonshotMet: manyCpu.every((ratio) => ratio <= 0.35),
      measured: `p99 ${manyP99.map(figure).join(' and ')} ×, CPU ${manyCpu.map(figure).join(' and ')} ×`,
    },
    {
      what: 'keystroke to “saved”, 50 editors',
      must: 'p99 ≤ 50 ms on the embedded store',
      isMet: saved <= 50,
      moonshot: 'p99 ≤ 20 ms',
      isMoonshotMet: saved <= 20,
      measured: `p99 ${figure(saved)} ms`,
    },
  ]
}

const HEAD = [
  'editors',
  'server',
  'seen p50 ms',
  'p95',
  'p99',
  'acknowledged p50 ms',
  'p99',
  'server CPU µs per character',
]

export const latency: Scenario = {
  id: 'latency',
  title: 'From one replica to another',
  async run(options): Promise<ScenarioReport> {
    const rounds = await roundsOf({ targets: TARGETS, editorCounts: EDITOR_COUNTS }, options)
    const rows = EDITOR_COUNTS.flatMap((count) => rowsOf(rounds, count))
    const text = `One editor types ${PROBE_PER_SECOND} characters a second and another measures when it has each; all the others type ${CROWD_PER_SECOND} a second. Medians of the rounds; ratios are taken within a round.\n\n${table(HEAD, rows)}`
    return { text, verdicts: verdictsOf(rounds) }
  },
}
