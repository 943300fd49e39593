import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ACCUMULATORS } from '#server/embedded-store/aggregate/group.ts'
import { STAGES } from '#server/embedded-store/aggregate/stages.ts'
import { COMMAND_NAMES } from '#server/embedded-store/commands/dispatch.ts'
import { OPERATORS } from '#server/embedded-store/query/parseQuery.ts'
import { OPERATORS as UPDATE_OPERATORS } from '#server/embedded-store/update/parseUpdate.ts'

const README = readFileSync(new URL('../../../server/embedded-store/README.md', import.meta.url), 'utf8')

const WORDS: readonly (readonly [string, Iterable<string>])[] = [
  ['commands', COMMAND_NAMES],
  ['query operators', OPERATORS.keys()],
  ['update operators', UPDATE_OPERATORS.keys()],
  ['stages', STAGES.keys()],
  ['accumulators', ACCUMULATORS.keys()],
]

test('[OP1.21] the table of what the store understands names exactly what it understands', () => {
  for (const [kind, words] of WORDS) {
    expect(README).toContain(`| ${kind} | ${[...words].map((word) => `\`${word}\``).join(' ')} |`)
  }
})
