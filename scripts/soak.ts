import { systemClock } from '#server/platform/clock.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { crashRounds } from '#tests/contracts/embeddedStore/crash/crashRounds.ts'
import { drawnComparison } from '#tests/contracts/embeddedStore/storeDifferential.ts'
import { ackKillRounds } from '#tests/support/ackKillRounds.ts'
import { FAULT_FORMS } from '#tests/support/faults/longForms.ts'
import { wireLongForms } from '#tests/support/faults/wireLongForms.ts'
import { imeFuzzLong } from '#tests/support/imeFuzz.ts'
import {
  longElections,
  longLostStreams,
  longPartitions,
  longRemovals,
  longStops,
  longTwoWriters,
} from '#tests/support/nodeFaults/longForms.ts'
import { trailKillRounds } from '#tests/support/trailKillRounds.ts'
import { trailMillion } from '#tests/support/trailMillion.ts'
import { appendSoakLine, type SoakOutcome } from './soakLine.ts'

/** The long forms of reliability and security tests, by the name given after `npm run soak --`. */
const LONG_FORMS: { readonly [id: string]: (seed: number, count?: number) => Promise<SoakOutcome> } = {
  ...FAULT_FORMS,
  'ime-fuzz': imeFuzzLong,
  'r-07': longElections,
  'r-08': longPartitions,
  'r-09': longTwoWriters,
  'r-11': longStops,
  'r-18': longLostStreams,
  's-07': longRemovals,
  ...wireLongForms,
  async 's-14-million'(_seed, count = 1_000_000) {
    const report = await trailMillion(count)
    const { faultCount, verifyMs, ofCaseMs } = report
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
    return {
      isGood: faultCount === 0 && verifyMs <= 60_000 && ofCaseMs <= 10_000,
      figures: `${count} records: verified in ${seconds(verifyMs)} (+${Math.round(report.verifyMib)} MiB), all ${report.ofCase} of one case read in ${seconds(ofCaseMs)}, a walk through all of them that sealed ${report.sealed} in ${seconds(report.sealMs)}`,
    }
  },
  async 's-14'(seed, count = 200) {
    const report = await trailKillRounds(count, seed)
    const { actsWithoutEntry, entriesWithoutAct, faults } = report
    return {
      isGood: actsWithoutEntry.length + entriesWithoutAct.length + faults.length === 0,
      figures: `${report.rounds} kills, ${report.actCount} cases opened, ${actsWithoutEntry.length} without a record, ${entriesWithoutAct.length} records of none, ${report.sealedCount} sealed (${report.lateCount} late), ${faults.length} faults of the seal, sealed to the end ${Math.round(report.slowestSealMs)} ms after a start at most`,
    }
  },
  async 'store-crash'(seed) {
    const { rounds, acknowledgedCount, lost, half, brokenIndexes, slowestReadyMs } = await crashRounds({
      rounds: 100,
      seed,
    })
    return {
      isGood: lost.length + half.length + brokenIndexes.length === 0,
      figures: `${rounds} kills of the store, ${acknowledgedCount} acknowledged writes, ${lost.length} lost, ${half.length} half, ${brokenIndexes.length} broken indexes, ready again in ${Math.round(slowestReadyMs)} ms at most`,
    }
  },
  async 'r-02'(seed) {
    const { rounds, deletionCount, lost, ackP99Ms } = await ackKillRounds({ rounds: 500, seed })
    return {
      isGood: lost.length === 0 && ackP99Ms <= 50,
      figures: `${rounds} kills as the ack came in, ${deletionCount} of deletions, ${lost.length} lost, ack p99 ${Math.round(ackP99Ms)} ms`,
    }
  },
  'store-differential': (seed, count = 20_000) => drawnComparison(seed, count),
}

const PAGE = 'docs/benchmarks.md'

const id = process.argv[2] ?? ''
const form = LONG_FORMS[id]
if (form === undefined) {
  console.error(`npm run soak -- <${Object.keys(LONG_FORMS).join(' | ')}> [seed] [count]`)
  process.exit(2)
}
const now = systemClock.now()
const seed = Number(process.argv[3] ?? now % 1_000_000)
const count = process.argv[4] === undefined ? undefined : Number(process.argv[4])
const outcome = await form(seed, count)
appendSoakLine(PAGE, { id, seed, on: dayInJapan(now), ...outcome })
console.log(`${outcome.isGood ? 'passed' : 'FAILED'} ${id} SEED=${seed} ${outcome.figures}`)
process.exit(outcome.isGood ? 0 : 1)
