import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchOver } from './watchdog.ts'

/** A worker whose answers the test holds. */
class HeldWorker extends EventEmitter {
  answersPings = true

  postMessage(): void {
    if (this.answersPings) this.emit('message', { kind: 'pong' })
  }
}

let worker: HeldWorker
let ends: string[]

beforeEach(() => {
  vi.useFakeTimers()
  worker = new HeldWorker()
  ends = []
  watchOver(worker, (reason) => ends.push(reason))
})

afterEach(() => {
  vi.useRealTimers()
})

test('[OP1.9] a worker that answers is left alone, for however long', () => {
  vi.advanceTimersByTime(24 * 60 * 60_000)

  expect(ends).toEqual([])
})

test('[OP1.9] thirty seconds after the first ping without an answer the worker is over, and that is told once', () => {
  worker.answersPings = false

  vi.advanceTimersByTime(39_999)
  const before = [...ends]
  vi.advanceTimersByTime(60_000)
  worker.emit('exit', 1)

  expect(before).toEqual([])
  expect(ends).toEqual(['it was silent for 30 s'])
})

test('[OP1.9] a worker that said it would be busy is given its time, and no more once it has answered', () => {
  worker.answersPings = false
  worker.emit('message', { kind: 'busy' })

  vi.advanceTimersByTime(20 * 60_000)
  const whileBusy = [...ends]
  worker.emit('message', { kind: 'pong' })
  vi.advanceTimersByTime(40_000)

  expect(whileBusy).toEqual([])
  expect(ends).toEqual(['it was silent for 30 s'])
})

test('[OP1.9] a worker that said it would be busy and never answers again is over half an hour later', () => {
  worker.answersPings = false
  worker.emit('message', { kind: 'busy' })

  vi.advanceTimersByTime(30 * 60_000 + 39_999)
  const before = [...ends]
  vi.advanceTimersByTime(1)

  expect(before).toEqual([])
  expect(ends).toEqual(['it was silent for 30 s'])
})

test('[OP1.9] a worker that fails is told with its cause', () => {
  worker.emit('error', new Error('out of memory'))

  expect(ends).toEqual(['its worker failed'])
})
