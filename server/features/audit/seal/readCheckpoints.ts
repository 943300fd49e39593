import { readdirSync, readFileSync } from 'node:fs'
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
export function readCheckpoints(folder: string): readonly Checkpoint[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = files.toSorted().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  return lines.map(readLine).filter((checkpoint) => checkpoint !== null)
}
