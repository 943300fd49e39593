import { setTimeout as pause } from 'node:timers/promises'

/** How often, and after how many milliseconds each time, it is looked whether a disk that answers has done so. */
const LOOKS = 5
const LOOK_EVERY_MS = 10

/** A request to the disk, or a worker in the middle of one. */
const AT_THE_DISK = /^(FSReq|MessagePort)/

const isHeld = (): boolean => process.getActiveResourcesInfo().some((kind) => AT_THE_DISK.test(kind))

/**
 * Ends this process. A disk that never answers keeps the thread that asked it, and `process.exit` waits for that thread: then
 * nothing but a signal ends the process, and whatever watches over it can start another.
 */
export async function endProcess(code: number): Promise<never> {
  for (let look = 0; look < LOOKS && isHeld(); look++) await pause(LOOK_EVERY_MS)
  if (isHeld()) process.kill(process.pid, 'SIGKILL')
  process.exit(code)
}
