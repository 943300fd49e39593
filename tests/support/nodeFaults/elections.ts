import { areEqual, type MarkWriter } from '../markWriter.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { openWriters, paceOf } from './manyWriters.ts'
import { writeFor } from './partitions.ts'

export interface ElectionsOptions {
  readonly two: TwoNodes
  readonly stepDowns: number
  readonly kills: number
  /** Editors, half of them at each node. */
  readonly editors: number
}

export interface ElectionsReport {
  readonly editors: number
  readonly acknowledged: number
  readonly wrong: readonly string[]
  /** Unit: milliseconds in which nobody was told that anything is saved, of the longest election. */
  readonly longestStallMs: number
  /** The servers' processes are the ones that were started. */
  readonly isSameProcesses: boolean
}

/** People write at both nodes while the primary is made to step down, and is killed, again and again. */
export async function elections({ two, stepDowns, kills, editors }: ElectionsOptions): Promise<ElectionsReport> {
  const writers = await openWriters(two, editors)
  const pids = await two.pids()
  const paceMs = paceOf(writers)
  const faults = [
    ...Array.from({ length: stepDowns }, () => () => two.set.stepDown()),
    ...Array.from({ length: kills }, () => () => two.set.killPrimary()),
  ]
  let longestStallMs = 0
  for (const fault of faults) {
    await writeFor(writers, 500, paceMs)
    const from = performance.now()
    const elected = fault()
    let isElected = false
    elected.then(() => {
      isElected = true
    })
    const isSaving = () => writers.some(({ ackedAt, written }) => ackedAt > from + 200 && written.length > 0)
    while (!isElected || !isSaving()) await writeFor(writers, 100, paceMs)
    longestStallMs = Math.max(longestStallMs, firstAckAfter(writers, from) - from)
    await elected
    two.set.raiseKilled()
    await until(() => areEqual(writers), 'everybody has everything', 60_000)
  }
  const text = writers[0]?.editor.text ?? ''
  return {
    editors,
    acknowledged: writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    wrong: writers.flatMap((writer) => writer.wrongIn(text)),
    longestStallMs,
    isSameProcesses: (await two.pids()).join() === pids.join(),
  }
}

const firstAckAfter = (writers: readonly MarkWriter[], from: number): number =>
  Math.min(...writers.map(({ ackedAt }) => (ackedAt > from + 200 ? ackedAt : Number.POSITIVE_INFINITY)))
