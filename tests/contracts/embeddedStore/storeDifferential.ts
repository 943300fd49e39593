import { setTimeout as pause } from 'node:timers/promises'
import { EJSON } from 'bson'
import fc from 'fast-check'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { compareSteps, PassingFaultError, type Tally } from './drawnRun.ts'
import { type Step, steps } from './drawnSteps.ts'
import { RawConnection, ServerGoneError } from './rawConnection.ts'
import { type RealServer, startRealServer } from './realServer.ts'

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
/** The real server removes nothing by age here either: else a long run meets it between two steps. The longest that a timer takes. */
const NEVER_MS = 2 ** 31 - 1

/**
 * Draws `count` sequences of commands, each from a seed of its own (`seed`, `seed + 1`, …), and does each on the embedded
 * store and on a real server; a sequence that differs is made as short as it can be. Undefined when no real server is there.
 */
export async function storeDifferential(seed: number, count: number): Promise<DifferentialReport | undefined> {
  const started = await startRealServer()
  if (!started) return undefined
  const real = new Revived(started)
  const store = await startEmbeddedStore({ memory: true }, { expirySweepMs: NEVER_MS })
  const tally: Tally = { compared: 0, errors: 0, undecided: 0, refused: new Map() }
  const differences: string[] = []
  let done = 0
  const lane = async (_: unknown, at: number) => {
    const servers = {
      ours: await RawConnection.open(store.uri),
      theirs: await real.connection(),
      database: `drawn${at}`,
    }
    const renew = async () => {
      servers.theirs = await real.connection()
    }
    while (done < count && differences.length < MOST_DIFFERENCES) {
      const own = seed + done
      done += 1
      const difference = await firstDifference(own, (drawn) =>
        comparePatiently(() => compareSteps(servers, drawn, tally), { servers, renew, tally }),
      )
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

/** Unit: tries of a sequence that the real server asks to try again or of a connection, and milliseconds between them. */
const TRIES = 4
const TRY_AGAIN_MS = 50

interface Patience {
  readonly servers: { readonly theirs: RawConnection }
  /** Connects with the real server again. */
  readonly renew: () => Promise<void>
  readonly tally: Tally
}

/** A fault that passes is no difference, nor is the end of the real server, which some queries bring about. */
async function comparePatiently(compare: () => Promise<void>, patience: Patience): Promise<void> {
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      return await compare()
    } catch (fault) {
      await letPass(fault, patience)
    }
  }
  patience.tally.undecided += 1
}

/** Throws: the fault, when it is one of the comparison or of the store. */
async function letPass(fault: unknown, { servers, renew }: Patience): Promise<void> {
  if (fault instanceof ServerGoneError && servers.theirs.isGone) return renew()
  if (!(fault instanceof PassingFaultError)) throw fault
  await pause(TRY_AGAIN_MS)
}

/** A real server, and another in its place when it is gone. Source: mongod 6.0.5 ends by SIGSEGV in `PlanEnumerator::getIndexedPreds`. */
class Revived {
  private server: RealServer
  private starting: Promise<void> | undefined

  constructor(server: RealServer) {
    this.server = server
  }

  async connection(): Promise<RawConnection> {
    for (let tried = 1; ; tried++) {
      const asked = this.server
      try {
        return await RawConnection.open(asked.uri)
      } catch (fault) {
        if (tried === TRIES) throw fault
        await this.replace(asked)
      }
    }
  }

  stop(): Promise<unknown> {
    return this.server.stop()
  }

  /** One lane may find `gone` refusing only after another has put a server in its place: that one stays. */
  private replace(gone: RealServer): Promise<void> {
    if (this.server !== gone) return Promise.resolve()
    this.starting ??= this.startAnother().finally(() => {
      this.starting = undefined
    })
    return this.starting
  }

  private async startAnother(): Promise<void> {
    await this.server.stop()
    const another = await startRealServer()
    if (!another) throw new Error('no real server could be started again')
    this.server = another
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
