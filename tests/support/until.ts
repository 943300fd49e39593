import { setTimeout as pause } from 'node:timers/promises'

const LONGEST_MS = 10_000
const STEP_MS = 5

/** Resolves as soon as `isSo`; throws, saying what did not happen, after ten seconds or `withinMs`. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  withinMs = LONGEST_MS,
): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`did not happen: ${what}`)
    await pause(STEP_MS)
  }
}
