import { type BenchOptions, figure, type Scenario, table } from '../bench.ts'
import { median } from '../quantiles.ts'
import { startEditors } from './editorProcess.ts'
import { type Editors, measure, type Round } from './latency.ts'
import { type MeasuredServer, rotated, type TargetName, TITLES, withTargets } from './targets.ts'

const TARGETS = ['tsunagi', 'tsunagiOnReplicaSet'] as const satisfies readonly TargetName[]
const EDITOR_COUNTS = [2, 10, 50] as const
const MUST_MS = 150

async function measureInTurn(servers: readonly MeasuredServer[], editors: Editors, { isQuick }: BenchOptions) {
  const rounds: Round[] = []
  for (let round = 0; round < (isQuick ? 1 : 3); round++) {
    for (const editorCount of EDITOR_COUNTS) {
      for (const server of rotated(servers, round)) {
        rounds.push(await measure(server, editors, { editorCount, seconds: isQuick ? 3 : 5 }))
      }
    }
  }
  return rounds
}

async function measureAll(options: BenchOptions): Promise<readonly Round[]> {
  const editors = { probe: await startEditors(), crowd: await startEditors() }
  try {
    return await withTargets(TARGETS, (servers) => measureInTurn(servers, editors, options))
  } finally {
    await editors.probe.end()
    await editors.crowd.end()
  }
}

/** What a keystroke takes until it is saved, by either of the two that may say so (ADR 0010). */
export const saved: Scenario = {
  id: 'saved',
  title: 'From a keystroke to “saved”, by the journal beside the store and by a replica set',
  async run(options) {
    const rounds = await measureAll(options)
    const medianOf = (target: TargetName, editorCount: number, pick: (round: Round) => number) =>
      median(rounds.filter((round) => round.target === target && round.editorCount === editorCount).map(pick))
    const rows = EDITOR_COUNTS.flatMap((count) =>
      TARGETS.map((target) => [
        count,
        TITLES[target],
        figure(medianOf(target, count, ({ acked }) => acked.p50)),
        figure(medianOf(target, count, ({ acked }) => acked.p99)),
        figure(medianOf(target, count, ({ seen }) => seen.p50)),
        figure(medianOf(target, count, ({ seen }) => seen.p99)),
        figure(medianOf(target, count, ({ cpuPerUpdateUs }) => cpuPerUpdateUs)),
      ]),
    )
    const head = ['editors', 'server', 'saved p50 ms', 'p99', 'seen p50 ms', 'p99', 'server CPU µs per character']
    const p99 = medianOf('tsunagiOnReplicaSet', 50, ({ acked }) => acked.p99)
    const text = `Three \`mongod\` of one replica set (majority, journalled), all editors and the server on one machine; typed as above. Medians of the rounds.\n\n${table(head, rows)}`
    const verdict = {
      what: 'keystroke to “saved”, 50 editors, replica set',
      must: `p99 ≤ ${MUST_MS} ms`,
      isMet: p99 <= MUST_MS,
      measured: `p99 ${figure(p99)} ms`,
    }
    return { text, verdicts: [verdict] }
  },
}
