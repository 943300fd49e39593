import { killRounds } from '../tests/support/killRounds.ts'

/** The long forms of reliability tests, by the name given after `npm run soak --`. */
const LONG_FORMS: {
  readonly [name: string]: (seed: number) => Promise<{ readonly isGood: boolean; readonly line: string }>
} = {
  async kill(seed) {
    const report = await killRounds({ rounds: 50, seed })
    const lost = report.lostAcknowledged.length + report.lostSeen.length + report.diverged.length
    return { isGood: lost === 0, line: JSON.stringify(report) }
  },
}

const name = process.argv[2] ?? ''
const form = LONG_FORMS[name]
if (form === undefined) {
  console.error(`npm run soak -- <${Object.keys(LONG_FORMS).join(' | ')}> [seed]`)
  process.exit(2)
}
const { isGood, line } = await form(Number(process.argv[3] ?? Date.now() % 1_000_000))
console.log(`${isGood ? 'passed' : 'FAILED'} ${name} ${line}`)
process.exitCode = isGood ? 0 : 1
