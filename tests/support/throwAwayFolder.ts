import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder that is there until the test ends, and whatever was begun after it was made has ended. */
export async function throwAwayFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
