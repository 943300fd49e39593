import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const WALK = [
  'server/collab/socket.ts',
  'server/collab/admit.ts',
  'shared/protocol/frames.ts',
  'server/collab/room.ts',
  'server/collab/journal.ts',
  'server/collab/journal.mongo.ts',
]

test('[KS4] the printed walk names its six files in order, and they are there', () => {
  const page = readFileSync('docs/keystroke.md', 'utf8')

  const named = [...page.matchAll(/^\d\. `([^`]+)`/gm)].map((match) => match[1])

  expect(named).toEqual(WALK)
  expect(WALK.filter((path) => !existsSync(path))).toEqual([])
})
