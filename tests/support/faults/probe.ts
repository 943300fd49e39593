import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Door } from '../participant.ts'
import { type Latency, latencyOf } from './latency.ts'

/** A writer and a reader in a process of their own, so that a load made here does not disturb their clock. */
export interface Probe {
  /** Ends the measuring. Throws: when the probe has ended before, or measured nothing. */
  end(): Promise<ProbedLatency>
}

export interface ProbedLatency extends Latency {
  /** Unit: milliseconds that a bare write to the same disk took at most meanwhile: a disk that stalls is no fault of the server's. */
  readonly diskMs: number
}

/** Starts measuring twenty edits a second between two doors to one document; given its process, without what the machine did for others. */
export async function startProbe(doors: readonly [Door, Door], serverPid?: number): Promise<Probe> {
  const file = fileURLToPath(new URL('./probeProcess.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(doors), JSON.stringify(serverPid ?? null)])
  const ended = once(child, 'exit')
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('the probe ended')))])
  return {
    async end() {
      const done = once(child, 'message')
      child.send('end')
      const [report] = (await Promise.race([done, ended.then(() => [null])])) as [
        { readonly times: number[]; readonly diskMs: number } | null,
      ]
      return { ...latencyOf(report?.times ?? []), diskMs: report?.diskMs ?? 0 }
    },
  }
}
