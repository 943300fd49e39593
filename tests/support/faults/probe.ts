import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Door } from '../participant.ts'
import { type Latency, latencyOf } from './latency.ts'

/** A writer and a reader in a process of their own, so that a load made here does not disturb their clock. */
export interface Probe {
  /** Ends the measuring. Throws: when the probe has ended before, or measured nothing. */
  end(): Promise<Latency>
}

/** Starts measuring twenty edits a second between two doors to one document. */
export async function startProbe(doors: readonly [Door, Door]): Promise<Probe> {
  const child = fork(fileURLToPath(new URL('./probeProcess.ts', import.meta.url)), [JSON.stringify(doors)])
  const ended = once(child, 'exit')
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('the probe ended')))])
  return {
    async end() {
      const done = once(child, 'message')
      child.send('end')
      const [report] = (await Promise.race([done, ended.then(() => [null])])) as [{ readonly times: number[] } | null]
      return latencyOf(report?.times ?? [])
    },
  }
}
