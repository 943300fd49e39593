import { areEqual } from '../markWriter.ts'
import type { TwoNodes } from '../twoNodes.ts'
import { until } from '../until.ts'
import { openWriters, paceOf } from './manyWriters.ts'
import { writeFor } from './partitions.ts'

export interface StopsOptions {
  readonly two: TwoNodes
  readonly rounds: number
  /** Editors, half of them at each node. */
  readonly editors: number
}

export interface StopsReport {
  readonly rounds: number
  readonly editors: number
  readonly acknowledged: number
  readonly wrong: readonly string[]
  /** Unit: milliseconds from the signal until the process was gone, of the slowest. */
  readonly drainMs: number
  /** Unit: milliseconds from then until it answered again, of the slowest. */
  readonly startMs: number
  /** Unit: milliseconds from then until everybody who was there had the document again, of the slowest. */
  readonly backMs: number
}

/** People write at both nodes while one after the other is stopped in order and started anew. */
export async function stops({ two, rounds, editors }: StopsOptions): Promise<StopsReport> {
  const writers = await openWriters(two, editors)
  // All replicas are in this one process: what it is busy with, no page would wait for.
  const pace = paceOf(writers) * 4
  const slowest = { drainMs: 0, startMs: 0, backMs: 0 }
  for (let round = 0; round < rounds; round++) {
    const node = round % 2 === 0 ? 0 : 1
    const there = writers.filter((_, place) => place % 2 === node)
    await writeFor(writers, 500, pace)
    let isBack = false
    const back = (async () => {
      const { drainMs, startMs } = await two.restart(node)
      const upAt = performance.now()
      await until(() => there.every(({ editor }) => editor.provider.synced), 'everybody is back', 30_000)
      slowest.drainMs = Math.max(slowest.drainMs, drainMs)
      slowest.startMs = Math.max(slowest.startMs, startMs)
      slowest.backMs = Math.max(slowest.backMs, performance.now() - upAt)
      isBack = true
    })()
    while (!isBack) await Promise.race([writeFor(writers, 100, pace), back])
    await until(() => areEqual(writers), 'everybody has everything', 60_000)
  }
  const text = writers[0]?.editor.text ?? ''
  return {
    ...{ rounds, editors, ...slowest },
    acknowledged: writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    wrong: writers.flatMap((writer) => writer.wrongIn(text)),
  }
}
