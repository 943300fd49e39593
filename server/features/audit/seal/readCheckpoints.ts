import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Checkpoint } from './checkpoint.ts'

const Line = z.object({
  chain: z.string(),
  count: z.number().int().positive(),
  head: z.string(),
  at: z.number(),
  signature: z.string(),
})

/** What a line says; null for half a line that a full disk has left. */
function readLine(line: string): Checkpoint | null {
  try {
    return Line.parse(JSON.parse(line))
  } catch {
    return null
  }
}

/** All checkpoints in a folder to which they were written as well. Throws: the system's error where it cannot be read. */
export async function readCheckpoints(folder: string): Promise<readonly Checkpoint[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts
    .flatMap((text) => text.split('\n'))
    .map(readLine)
    .filter((checkpoint) => checkpoint !== null)
}
