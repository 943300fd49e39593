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
    while (due !== null && due.at <= at) {
      const { then } = due
      now = instant(Math.max(now, due.at))
      due = null
      then()
    }
    now = instant(Math.max(now, at))
  }
  /** A key at `at`, whose letter is on the screen `shownMs` later. */
  const pressKey = async (at: number, shownMs: number) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    passTo(at)
    const seen = pace.keyPressed(promise)
    passTo(at + shownMs)
    resolve()
    await seen
  }
  return { pace, enter, entered, passTo, pressKey }
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

test('[LD5.10] between a key and the frame that shows its letter nothing enters, and right after it does', async () => {
  const { pace, enter, entered, passTo, pressKey } = aPage(50)
  const shown = pressKey(0, 60)
  pace.soon(enter)
  await shown
  passTo(1_000)

  expect(entered).toEqual([60])
})

test('[LD5.10] while somebody types on a slow page others’ words enter only after a letter is shown, when three quarters are left by then', async () => {
  const { pace, enter, entered, passTo, pressKey } = aPage(20)

  for (let at = 0; at <= 900; at += 150) {
    passTo(at - 40)
    pace.soon(enter)
    await pressKey(at, 60)
  }

  expect(entered).toEqual([0, 210, 360, 510, 660, 810, 960])
})

test('[LD5.10] when nobody types any more others’ words enter', async () => {
  const { pace, enter, entered, passTo, pressKey } = aPage(50)
  pace.soon(enter)
  await pressKey(200, 60)
  pace.soon(enter)
  passTo(2_000)

  expect(entered).toEqual([0, 600])
})

test('[LD5.10] others’ words that have waited for a second enter whoever types', async () => {
  const { pace, enter, entered, passTo, pressKey } = aPage(350)
  pace.soon(enter)
  passTo(400)
  pace.soon(enter)
  for (let at = 500; at <= 2_000; at += 100) await pressKey(at, 10)

  expect(entered).toEqual([0, 1_400])
})

test('[LD5.10] typing holds up nothing on a quick page', async () => {
  const { pace, enter, entered, passTo, pressKey } = aPage(2)
  await pressKey(0, 10)

  for (const at of [20, 25]) {
    passTo(at)
    pace.soon(enter)
  }

  expect(entered).toEqual([20, 25])
})
