import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { isRefusal } from './normalAnswer.ts'
import type { Sequence } from './sequence.ts'

/** One line for each sequence: its title, then a digest of every answer that the real server gave. */
const FILE = new URL('./recordedAnswers.txt', import.meta.url)

export function readRecorded(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(FILE, 'utf8').trimEnd().split('\n')
  return new Map(lines.map((line) => [line.split('\t')[0] ?? '', line.split('\t')[1]?.split(' ') ?? []]))
}

export function writeRecorded(recorded: ReadonlyMap<string, readonly string[]>): void {
  writeFileSync(FILE, `${[...recorded].map(([title, digests]) => `${title}\t${digests.join(' ')}`).join('\n')}\n`)
}

export function digestOf(answer: unknown): string {
  return createHash('sha256').update(JSON.stringify(answer)).digest('hex').slice(0, 12)
}

/**
 * The commands that were answered otherwise. After a refused write the contents differ by right, until a delete of
 * everything makes them equal again.
 */
export function differences<Expected>(
  sequence: Sequence,
  ours: readonly unknown[],
  { theirs, isEqual }: { theirs: readonly Expected[]; isEqual: (our: unknown, their: Expected | undefined) => boolean },
): string[] {
  const found: string[] = []
  let isApart = false
  for (const [at, command] of sequence.commands.entries()) {
    if (command.deletes !== undefined) isApart = false
    if (isRefusal(ours[at])) isApart ||= command.find === undefined && command.aggregate === undefined
    else if (!isApart && !isEqual(ours[at], theirs[at])) {
      found.push(`${sequence.title}, command ${at} ${JSON.stringify(command)}\n  ours   ${JSON.stringify(ours[at])}`)
    }
  }
  return found
}
