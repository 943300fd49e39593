import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runsSoFar } from './runsSoFar.ts'

test('fails, and would pass if it were run again', () => {
  expect(runsSoFar('diesAfterFailure')).toBe(2)
})

test('ends the process', async () => {
  // What a test came to is told to vitest a tenth of a second after it at the latest.
  await pause(1_000)
  process.kill(process.pid, 'SIGTRAP')
  await new Promise(() => undefined)
})
