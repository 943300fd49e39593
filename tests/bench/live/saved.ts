import { figure, type Scenario, table } from '../bench.ts'
import { roundsOf } from './latency.ts'
import { type TargetName, TITLES } from './targets.ts'

const TARGETS: readonly TargetName[] = ['tsunagi', 'tsunagiOnReplicaSet']
const EDITOR_COUNTS = [2, 10, 50] as const
const MUST_MS = 150

/** What a keystroke takes until it is saved, by either of the two that may say so (ADR 0010). */
export const saved: Scenario = {
  id: 'saved',
  title: 'From a keystroke to “saved”, by the journal beside the store and by a replica set',
  async run(options) {
    const rounds = await roundsOf({ targets: TARGETS, editorCounts: EDITOR_COUNTS }, options)
    const rows = EDITOR_COUNTS.flatMap((count) =>
      TARGETS.map((target) => [
        count,
        TITLES[target],
        figure(rounds.median(target, count, ({ acked }) => acked.p50)),
        figure(rounds.median(target, count, ({ acked }) => acked.p99)),
        figure(rounds.median(target, count, ({ seen }) => seen.p50)),
        figure(rounds.median(target, count, ({ seen }) => seen.p99)),
        figure(rounds.median(target, count, ({ cpuPerUpdateUs }) => cpuPerUpdateUs)),
      ]),
    )
    const head = ['editors', 'server', 'saved p50 ms', 'p99', 'seen p50 ms', 'p99', 'server CPU µs per character']
    const p99 = rounds.median('tsunagiOnReplicaSet', 50, ({ acked }) => acked.p99)
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
