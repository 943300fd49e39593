import { expect, onTestFinished, test, vi } from 'vitest'
import { CalmStatus, SAVED_FOR_MS } from './calmStatus.ts'
import type { SyncStatus } from './syncStatus.ts'
import { browserTimers } from './timers.ts'

function shownSign() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const shown: SyncStatus[] = []
  const calm = new CalmStatus(browserTimers, (status) => shown.push(status))
  const turn = (status: SyncStatus, forMs: number): void => {
    calm.turn(status)
    vi.advanceTimersByTime(forMs)
  }
  return { shown, calm, turn }
}

test('[LD5.90] while one types the sign says that it is being sent, and saved only when all has been for a moment', () => {
  const { shown, turn } = shownSign()
  for (let letter = 0; letter < 3; letter++) {
    turn('sending', 10)
    turn('saved', SAVED_FOR_MS - 1)
  }
  expect(shown).not.toContain('saved')

  turn('saved', 1)

  expect(shown).toEqual(['sending', 'sending', 'sending', 'saved'])
})

test.each<SyncStatus>(['sending', 'composing', 'unsaved', 'offline'])(
  '[LD5.90] the sign says %s at once, and nothing is called saved by what was saved before',
  (status) => {
    const { shown, turn } = shownSign()
    turn('saved', SAVED_FOR_MS - 1)
    turn(status, 10 * SAVED_FOR_MS)

    expect(shown).toEqual([status])
  },
)

test('[LD5.90] a sign that is gone says nothing more', () => {
  const { shown, calm, turn } = shownSign()
  calm.turn('saved')
  calm.stop()
  vi.advanceTimersByTime(10 * SAVED_FOR_MS)

  expect(shown).toEqual([])
  turn('offline', 0)
  expect(shown).toEqual(['offline'])
})
