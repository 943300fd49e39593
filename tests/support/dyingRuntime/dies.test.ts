import { test } from 'vitest'
import { runsSoFar } from './runsSoFar.ts'

test('passes before', () => undefined)

test('ends the process as often as DEATHS says', async () => {
  if (runsSoFar('dies') > Number(process.env.DEATHS)) return
  process.kill(process.pid, 'SIGTRAP')
  await new Promise(() => undefined)
})
