import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { ROOT } from '#scripts/readiness.mjs'
import { systemClock } from '#server/platform/clock.ts'
import { dayInJapan } from '#shared/core/time.ts'

/** The revision of the code that is measured, with a plus when it has been changed since. */
function revision(): string {
  const git = (...args: readonly string[]) => execFileSync('git', [...args], { cwd: ROOT, encoding: 'utf8' }).trim()
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'server', 'shared') === '' ? '' : '+'}`
}

/** Where and when a run was made, in one line; another machine gives other numbers, and ratios much like these. */
export function machineLine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  const load = loadavg()[0]?.toFixed(1)
  const processor = `${availableParallelism()} × ${cpus()[0]?.model.trim()}`
  return `${dayInJapan(systemClock.now())}, revision ${revision()}, Node ${process.version}, ${processor}, ${memory} GiB, load ${load} before.`
}
