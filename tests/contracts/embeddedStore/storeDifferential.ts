import { setTimeout as pause } from 'node:timers/promises'
import { EJSON } from 'bson'
import fc from 'fast-check'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { compareSteps, PassingFaultError, type Tally, type TwoServers } from './drawnRun.ts'
import { type Step, steps } from './drawnSteps.ts'
import { RawConnection } from './rawConnection.ts'
import { startRealServer } from './realServer.ts'

export interface DifferentialReport {
  readonly seed: number
  readonly sequences: number
  readonly compared: number
  readonly errors: number
  /** Sequences in which the real server only ever asked to try again: it may, and says nothing about an answer by it. */
  readonly undecided: number
  readonly refusals: number
  readonly refused: readonly (readonly [string, number])[]
  /** For each sequence that differs: its seed, the fewest steps that still differ, and how. */
  readonly differences: readonly string[]
}

const LANES = 6
const MOST_DIFFERENCES = 12

/**
 * Draws `count` sequences of commands, each from a seed of its own (`seed`, `seed + 1`, …), and does each on the embedded
 * store and on a real server; a sequence that differs is made as short as it can be. Undefined when no real server is there.
 */
export async function storeDifferential(seed: number, count: number): Promise<DifferentialReport | undefined> {
  const real = await startRealServer()
  if (!real) return undefined
  const store = await startEmbeddedStore({ memory: true }, { expirySweepMs: 3_600_000 })
  const tally: Tally = { compared: 0, errors: 0, undecided: 0, refused: new Map() }
  const differences: string[] = []
  let done = 0
  const lane = async (_: unknown, at: number) => {
    const servers = {
      ours: await RawConnection.open(store.uri),
      theirs: await RawConnection.open(real.uri),
      database: `drawn${at}`,
    }
    while (done < count && differences.length < MOST_DIFFERENCES) {
      const own = seed + done
      done += 1
      const difference = await firstDifference(own, (drawn) => comparePatiently(servers, drawn, tally))
      if (difference !== undefined) {
        differences.push(difference)
        console.error(`${difference}\n`)
      }
    }
    servers.ours.close()
    servers.theirs.close()
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    await real.stop()
    await store.close()
  }
  const refused = [...tally.refused].sort(([, left], [, right]) => right - left)
  const refusals = refused.reduce((sum, [, times]) => sum + times, 0)
  const { compared, errors, undecided } = tally
  return { seed, sequences: done, compared, errors, undecided, refusals, refused, differences }
}

/** Unit: tries of a sequence that the real server asks to try again, and milliseconds between them. */
const TRIES = 4
const TRY_AGAIN_MS = 50

/** A fault that passes is no difference. */
async function comparePatiently(servers: TwoServers, drawn: readonly Step[], tally: Tally): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await compareSteps(servers, drawn, tally)
    } catch (fault) {
      if (!(fault instanceof PassingFaultError)) throw fault
      if (tried === TRIES) {
        tally.undecided += 1
        return
      }
      await pause(TRY_AGAIN_MS)
    }
  }
}

async function firstDifference(
  seed: number,
  compare: (drawn: readonly Step[]) => Promise<void>,
): Promise<string | undefined> {
  const details = await fc.check(fc.asyncProperty(steps, compare), {
    seed,
    numRuns: 1,
    endOnFailure: process.env.QUICK === '1',
  })
  if (!details.failed) return undefined
  const shortest = (details.counterexample?.[0] ?? []).map((step) => EJSON.stringify(step, { relaxed: false }))
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return `SEED=${seed}\n${shortest.join('\n')}\n${cause}`
}

/** The long form: what it came to. */
export async function drawnComparison(
  seed: number,
  count: number,
): Promise<{ readonly isGood: boolean; readonly figures: string }> {
  const report = await storeDifferential(seed, count)
  if (!report) return { isGood: false, figures: 'not run: MONGOD_BINARY names no mongod' }
  const { sequences, compared, errors, undecided, refusals, refused, differences } = report
  for (const [reason, times] of refused) console.log(`${times} refused: ${reason}`)
  const figures = `${sequences} sequences, ${compared} answers compared (${errors} of them errors), ${refusals} refused, ${undecided} undecided by the real server, ${differences.length} differences`
  // A real server that is gone decides nothing.
  const isDecided = undecided * 100 <= sequences
  return { isGood: differences.length === 0 && sequences >= count && isDecided, figures }
}
