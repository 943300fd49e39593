import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
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

/** A piece at a time: years of them are seconds of work, in which a server could not answer. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of createReadStream(file, 'utf8')) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest
}

/**
 * All checkpoints in a folder to which they were written as well, one file after another, so that one that hangs keeps one thread.
 * Throws: the system's error where it cannot be read.
 */
export async function readCheckpoints(folder: string): Promise<readonly Checkpoint[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
  const checkpoints: Checkpoint[] = []
  for (const name of files) {
    for await (const line of linesOf(join(folder, name))) {
      const checkpoint = readLine(line)
      if (checkpoint !== null) checkpoints.push(checkpoint)
    }
  }
  return checkpoints
}
