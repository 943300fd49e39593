import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { Pace } from './pace.ts'

/** A pace by a clock that the test sets, whose timers ring at once and set it on. */
function aPace() {
  let now = instant(1_000)
  const waits: number[] = []
  const pace = new Pace({
    clock: { now: () => now },
    timers: {
      after(milliseconds, then) {
        waits.push(milliseconds)
        now = instant(now + milliseconds)
        then()
        return { stop: () => undefined }
      },
      every: () => ({ stop: () => undefined }),
      elapsedMs: () => 0,
    },
  })
  const set = (at: number) => {
    now = instant(at)
  }
  return { pace, waits, set }
}

test('[KS6] up to twenty who edit never wait for each other', async () => {
  const { pace, waits } = aPace()

  for (let turn = 0; turn < 3; turn++) await pace.turn(20)

  expect(waits).toEqual([])
})

test('[KS6] in a fuller room a change after quiet is written at once, and the next with what comes within 8 ms', async () => {
  const { pace, waits, set } = aPace()

  await pace.turn(21)
  set(1_003)
  await pace.turn(21)
  set(1_020)
  await pace.turn(21)

  expect(waits).toEqual([5])
})

test('[KS6] a clock that is set back holds nobody up', async () => {
  const { pace, waits, set } = aPace()
  await pace.turn(21)

  set(500)
  await pace.turn(21)

  expect(waits).toEqual([])
})
