import { expect, test } from 'vitest'
import { Lookout } from './lookout.ts'

/** A clock and an event loop that the test turns. Unit: milliseconds. */
function held() {
  let now = 1_000
  const waiting: (() => void)[] = []
  const lookout = new Lookout({ now: () => now, nextTurn: (work) => waiting.push(work) })
  return {
    answerAfter(pause: number) {
      now += pause
      lookout.asked()
      lookout.answered()
    },
    /** How often the loop turns before it sleeps. */
    turnAfter(pause: number) {
      now += pause
      for (const work of waiting.splice(0)) work()
      return waiting.length
    },
  }
}

test('[OP1.47] a store that is asked one thing after the other stays awake for the next, and for a third of a millisecond at most', () => {
  const loop = held()
  loop.answerAfter(0)
  loop.answerAfter(0.1)
  expect(loop.turnAfter(0.2)).toBe(1)
  loop.answerAfter(0.05)
  expect(loop.turnAfter(0.25)).toBe(1)
  expect(loop.turnAfter(0.1)).toBe(0)
})

test('[OP1.47] a store that is asked now and then sleeps in between', () => {
  const loop = held()
  for (const pause of [0, 0.4, 5]) {
    loop.answerAfter(pause)
    expect(loop.turnAfter(0)).toBe(0)
  }
})

test('[OP1.47] however many ask while it is awake, it turns once at a time', () => {
  const loop = held()
  for (let asked = 0; asked < 5; asked++) loop.answerAfter(0.01)
  expect(loop.turnAfter(0.1)).toBe(1)
  expect(loop.turnAfter(0.3)).toBe(0)
})
