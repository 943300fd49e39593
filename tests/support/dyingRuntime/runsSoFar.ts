import { appendFileSync, readFileSync } from 'node:fs'

/** How often this was called with this name since `RUNS_FILE` was empty, over all processes. */
export function runsSoFar(name: string): number {
  const file = process.env.RUNS_FILE
  if (file === undefined) throw new Error('RUNS_FILE names the file in which runs are counted')
  appendFileSync(file, `${name}\n`)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line === name).length
}
