import { readdirSync, readFileSync } from 'node:fs'

/** Unit: milliseconds that the threads of a process that run JavaScript have stood ready so far and got no processor; none where the system does not say. */
export function starvedMs(pid: number | 'self' = 'self'): number {
  const tasks = `/proc/${pid}/task`
  try {
    const leader = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[0])
    const threads = readdirSync(tasks).filter((thread) => Number(thread) === leader || isWorker(`${tasks}/${thread}`))
    return threads.reduce((sum, thread) => sum + waitedMs(`${tasks}/${thread}`), 0)
  } catch {
    // No Linux, or a process that has ended.
    return 0
  }
}

const isWorker = (task: string): boolean => readFileSync(`${task}/comm`, 'utf8').startsWith('WorkerThread')

/** Of a line of three figures: nanoseconds at the processor, nanoseconds ready and waiting for it, and turns. */
const waitedMs = (task: string): number => Number(readFileSync(`${task}/schedstat`, 'utf8').split(' ')[1]) / 1e6

/**
 * Begins to measure. Answers with how many milliseconds have passed since, without those in which these processes had work to
 * do and no processor: what others do on the machine is no slowness of ours.
 */
export function ownTime(pids: readonly (number | 'self')[] = ['self']): () => number {
  const starved = () => pids.reduce<number>((sum, pid) => sum + starvedMs(pid), 0)
  const [startedAt, before] = [performance.now(), starved()]
  return () => Math.max(0, performance.now() - startedAt - Math.max(0, starved() - before))
}
