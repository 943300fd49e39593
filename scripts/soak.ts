import { systemClock } from '#server/platform/clock.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { killRounds } from '#tests/support/killRounds.ts'
import { appendSoakLine, type SoakOutcome } from './soakLine.ts'

/** The long forms of reliability and security tests, by the name given after `npm run soak --`. */
const LONG_FORMS: { readonly [id: string]: (seed: number) => Promise<SoakOutcome> } = {
  async kill(seed) {
    const report = await killRounds({ rounds: 50, seed })
    const lost = report.lostAcknowledged.length + report.lostSeen.length
    return {
      isGood: lost + report.diverged.length === 0,
      figures: `${report.rounds} kills, ${report.acknowledgedCount} acknowledged and ${report.seenCount} seen changes, ${lost} lost, ${report.diverged.length} diverged, ready again in ${Math.round(report.slowestReadyMs)} ms at most`,
    }
  },
}

const PAGE = 'docs/benchmarks.md'

const id = process.argv[2] ?? ''
const form = LONG_FORMS[id]
if (form === undefined) {
  console.error(`npm run soak -- <${Object.keys(LONG_FORMS).join(' | ')}> [seed]`)
  process.exit(2)
}
const now = systemClock.now()
const seed = Number(process.argv[3] ?? now % 1_000_000)
const outcome = await form(seed)
appendSoakLine(PAGE, { id, seed, on: dayInJapan(now), ...outcome })
console.log(`${outcome.isGood ? 'passed' : 'FAILED'} ${id} SEED=${seed} ${outcome.figures}`)
process.exit(outcome.isGood ? 0 : 1)
