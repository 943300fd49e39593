import { expect, test } from 'vitest'
import { instant, later } from '#shared/core/time.ts'
import { InwardPace } from './inwardPace.ts'

/** A page on which taking in what others wrote costs `costMs`, and whose time the test passes. */
function aPage(costMs: number) {
  let now = instant(0)
  let due: { readonly at: number; readonly then: () => void } | null = null
  const entered: number[] = []
  const pace = new InwardPace({
    clock: { now: () => now },
    timers: {
      after(milliseconds, then) {
        due = { at: now + milliseconds, then }
        return {
          stop: () => {
            due = null
          },
        }
      },
      every: () => ({ stop: () => undefined }),
    },
  })
  const enter = () => {
    entered.push(now)
    now = later(now, costMs)
  }
  const passTo = (at: number) => {
    if (due !== null && due.at <= at) {
      now = instant(due.at)
      due.then()
    }
    now = instant(Math.max(now, at))
  }
  return { pace, enter, entered, passTo }
}

test('[LD5.10] on a quick page what others write enters at once, each time', () => {
  const { pace, enter, entered, passTo } = aPage(2)

  for (const at of [0, 5, 10]) {
    passTo(at)
    pace.soon(enter)
  }

  expect(entered).toEqual([0, 5, 10])
})

test('[LD5.10] on a slow page it enters together, and three quarters of the time are left for typing', () => {
  const { pace, enter, entered, passTo } = aPage(50)

  for (let at = 0; at <= 1_000; at += 10) {
    passTo(at)
    pace.soon(enter)
  }

  expect(entered).toEqual([0, 200, 400, 600, 800, 1_000])
})

test('[LD5.10] whatever it costs, others’ words are no more than a second behind', () => {
  const { pace, enter, entered, passTo } = aPage(900)

  pace.soon(enter)
  passTo(950)
  pace.soon(enter)
  passTo(1_900)

  expect(entered).toEqual([0, 1_900])
})

test('[LD5.10] what must enter now waits for nothing and is not run again', () => {
  const { pace, enter, entered, passTo } = aPage(50)
  pace.soon(enter)
  pace.soon(enter)

  pace.now(enter)
  passTo(1_000)

  expect(entered).toEqual([0, 50])
})
