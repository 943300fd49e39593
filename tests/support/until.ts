import { setTimeout as pause } from 'node:timers/promises'

/** Of a machine that is doing much else: whoever promises a time says so by `withinMs`. */
const LONGEST_MS = 30_000
const STEP_MS = 5

/** Resolves as soon as `isSo`; throws, saying what did not happen, after half a minute or `withinMs`. */
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
