import { expect, test } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import { instant } from '#shared/core/time.ts'
import { orderlyShutdown } from './shutdown.ts'

const clock = { now: () => instant(0) }

test('[OP2.4] the server ends in order, and a step that fails or hangs does not keep the next from ending', async () => {
  const ended: string[] = []
  const step = (name: string, run: () => Promise<void>) => ({ name, withinMs: 20, run })
  const end = orderlyShutdown(
    [
      step('stop listening', async () => void ended.push('stop listening')),
      step('drain', () => Promise.reject(new Error('refused'))),
      step('hang', () => new Promise(() => undefined)),
      step('close store', async () => void ended.push('close store')),
    ],
    silentLog,
    clock,
  )

  await Promise.all([end(), end()])

  expect(ended).toEqual(['stop listening', 'close store'])
})
