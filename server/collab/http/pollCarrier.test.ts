import { expect, test } from 'vitest'
import type { Timers } from '#server/platform/timers.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { decodeServerParcel } from '#shared/protocol/parcels.ts'
import { PollCarrier } from './pollCarrier.ts'

const MIB = 1_048_576
const frame = (value: number, length = 1) => new Uint8Array(length).fill(value)

/** A carrier whose time passes when the test says so. */
function aCarrier() {
  const waiting = new Set<() => void>()
  const heldMs: number[] = []
  const timers: Timers = {
    after(milliseconds, then) {
      heldMs.push(milliseconds)
      waiting.add(then)
      return { stop: () => void waiting.delete(then) }
    },
    every: () => ({ stop: () => undefined }),
    elapsedMs: () => 0,
  }
  const carrier = new PollCarrier('tsunagi.v1.g1', timers)
  const timeIsOver = () => {
    for (const then of [...waiting]) then()
  }
  return { carrier, timeIsOver, waiting, heldMs }
}

/** Polls, and keeps what was answered: the number of the first frame, and of each frame its first byte. */
function pollOf(carrier: PollCarrier, received: number) {
  const answers: unknown[] = []
  const answer = (bytes: Uint8Array) => {
    const parcel = decodeServerParcel(bytes)
    answers.push([parcel?.closeCode, parcel?.first, parcel?.frames.map(([first]) => first)])
  }
  carrier.poll(received, answer)
  return { answers, hangUp: () => carrier.hangUp(answer) }
}

/** What is sent in one turn goes together, after it. */
const turn = () => Promise.resolve()

test('[KS13] what arrived is given once and in order, and what an answer lost on its way brought is given again', async () => {
  const { carrier } = aCarrier()
  for (const value of [1, 2]) carrier.send(frame(value))
  const lost = pollOf(carrier, 0)
  carrier.send(frame(3))
  await turn()
  const again = pollOf(carrier, 0)
  const inPart = pollOf(carrier, 1)
  const buffered = carrier.bufferedBytes
  const rest = pollOf(carrier, 3)
  carrier.send(frame(4))
  await turn()

  expect([lost, again, inPart, rest].map(({ answers }) => answers)).toEqual([
    [[0, 1, [1, 2]]],
    [[0, 1, [1, 2, 3]]],
    [[0, 2, [2, 3]]],
    [[0, 4, [4]]],
  ])
  expect([buffered, carrier.bufferedBytes]).toEqual([2, 1])
})

test('[KS13] a poll that was held up on its way, and says less than a later one, brings nothing back', async () => {
  const { carrier } = aCarrier()
  for (const value of [1, 2, 3]) carrier.send(frame(value))
  pollOf(carrier, 2)
  const late = pollOf(carrier, 0)
  const beyond = pollOf(carrier, 99)
  carrier.send(frame(4))
  await turn()

  expect([late.answers, beyond.answers]).toEqual([[[0, 3, [3]]], [[0, 4, [4]]]])
})

test('[KS13] of two polls at once the newer gets the frames, and the older one is answered at once', async () => {
  const { carrier, waiting } = aCarrier()
  const older = pollOf(carrier, 0)
  const newer = pollOf(carrier, 0)
  older.hangUp()
  for (const value of [1, 2]) carrier.send(frame(value))
  await turn()

  expect([older.answers, newer.answers]).toEqual([[[0, 1, []]], [[0, 1, [1, 2]]]])
  expect(waiting.size).toBe(0)
})

test('[KS13] a poll that was hung up on gets nothing; the next one gets it', async () => {
  const { carrier, waiting } = aCarrier()
  const gone = pollOf(carrier, 0)
  gone.hangUp()
  expect(waiting.size).toBe(0)
  carrier.send(frame(1))
  await turn()

  expect([gone.answers, pollOf(carrier, 0).answers]).toEqual([[], [[0, 1, [1]]]])
})

test('[KS13] a poll is answered before a proxy gives it up, and once', async () => {
  const { carrier, timeIsOver, heldMs } = aCarrier()
  const held = pollOf(carrier, 0)
  timeIsOver()
  timeIsOver()
  carrier.send(frame(1))
  await turn()

  expect([held.answers, heldMs]).toEqual([[[0, 1, []]], [20_000]])
})

test('[KS9] [KS13] while the right is in doubt a poll waits, and gets all of it when the right stands', async () => {
  const { carrier } = aCarrier()
  let mayDeliver = false
  carrier.guard(() => mayDeliver)
  carrier.send(frame(1))
  const poll = pollOf(carrier, 0)
  await turn()
  const inDoubt = [...poll.answers]
  mayDeliver = true
  carrier.send(frame(2))
  await turn()

  expect([inDoubt, poll.answers]).toEqual([[], [[0, 1, [1, 2]]]])
})

test('[KS9] [KS13] with the end of a session nothing goes out any more but why it ended', async () => {
  const { carrier } = aCarrier()
  let isGone = false
  void carrier.closed.then(() => {
    isGone = true
  })
  carrier.send(frame(1))
  await turn()
  carrier.close('accessEnded')
  carrier.close('overloaded')
  carrier.send(frame(2))
  const late = pollOf(carrier, 0)
  await turn()

  expect(late.answers).toEqual([[CLOSE_CODES.accessEnded, 1, []]])
  expect([carrier.bufferedBytes, carrier.isOpen, isGone]).toEqual([0, false, true])
})

test('[KS9] [KS13] whoever waits as the session ends is told at once', () => {
  const { carrier } = aCarrier()
  const poll = pollOf(carrier, 0)

  carrier.close('accessEnded')

  expect(poll.answers).toEqual([[CLOSE_CODES.accessEnded, 1, []]])
})

test('[KS13] an answer holds a mebibyte at most, or one larger frame', async () => {
  const { carrier } = aCarrier()
  const lengths = [MIB / 2, MIB / 2, 1, 3 * MIB, 1]
  for (const [at, length] of lengths.entries()) carrier.send(frame(at, length))
  await turn()

  const answers = [0, 2, 3, 4].map((received) => pollOf(carrier, received).answers)

  expect(answers).toEqual([[[0, 1, [0, 1]]], [[0, 3, [2]]], [[0, 4, [3]]], [[0, 5, [4]]]])
})
