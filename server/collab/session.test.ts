import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { aSession } from '#tests/support/stuckSession.ts'

const MIB = 1_048_576
const vector = (number: number) => () => Uint8Array.of(number)
const change = new Uint8Array(MIB)

test('[KS6] over 4 MiB behind a session is fed no more, and is given the rest from there when it has caught up', () => {
  const { carrier, session } = aSession()

  for (let count = 1; count <= 8; count++) session.feed(change, vector(count))
  const sentWhileSlow = carrier.sent.length - 1
  const whileSlow = session.caughtUp()
  carrier.bufferedBytes = 0
  const whenDrained = session.caughtUp()
  session.answer(new Uint8Array(1))
  session.feed(change, vector(9))

  expect([sentWhileSlow, whileSlow, whenDrained]).toEqual([5, null, Uint8Array.of(6)])
  expect([carrier.sent.length, session.caughtUp(), carrier.isCut]).toEqual([8, null, false])
})

test('[KS6] a session that does not drain within ten seconds is cut', () => {
  const { carrier, session, pass } = aSession()
  for (let count = 1; count <= 8; count++) session.feed(change, vector(count))

  pass(9_999)
  const before = carrier.isCut
  pass(1)

  expect([before, carrier.isCut]).toEqual([false, true])
})

test('[KS6] over 8 MiB of what was not asked for cuts a session, and a large document that was asked for does not', () => {
  const flooded = aSession()
  flooded.carrier.bufferedBytes = 8 * MIB + 2
  flooded.session.sendAck()
  const opening = aSession()
  opening.session.answer(new Uint8Array(20 * MIB))
  opening.session.sendAck()

  expect([flooded.carrier.isCut, opening.carrier.isCut]).toEqual([true, false])
})

test('[KS6] what was allowed for a large document that has been taken is allowed for nothing else', () => {
  const { carrier, session } = aSession()
  session.answer(new Uint8Array(20 * MIB))
  carrier.bufferedBytes = 0

  session.answer(new Uint8Array(1))
  carrier.bufferedBytes = 8 * MIB + 2
  session.sendAck()

  expect(carrier.isCut).toBe(true)
})

test('[KS6] what has been taken of a large document is room for nothing else, also where nothing is asked for again', () => {
  const { carrier, session } = aSession()
  session.answer(new Uint8Array(20 * MIB))
  carrier.bufferedBytes = 0
  const before = carrier.sent.length

  for (let count = 1; count <= 8; count++) session.feed(change, vector(count))

  expect(carrier.sent.length - before).toBe(5)
})

test('[KS6] [KS55] who is still taking a large document is not cut for what was written while their right was in doubt', () => {
  const { carrier, session, raiseEpoch, pass } = aSession()
  session.answer(new Uint8Array(6 * MIB))
  const epoch = raiseEpoch()
  session.feed(change, vector(1))
  session.renew({ epoch, validUntil: null })

  const missedSince = session.caughtUp()
  session.answer(new Uint8Array(1))
  pass(10_000)

  expect([missedSince, carrier.isCut]).toEqual([Uint8Array.of(1), false])
})

test('[KS6] after ten seconds of silence the current ack goes out again', () => {
  const { carrier, session, pass } = aSession()
  session.frames.receive()
  session.frames.settle(1, 'update')
  const before = carrier.sent.length

  pass(9_999)
  const early = carrier.sent.length - before
  pass(1)

  expect([early, carrier.sent.at(-1)]).toEqual([0, Uint8Array.of(101, 1)])
})

test('[KS9] nothing leaves a session whose right is in doubt, not even an ack', () => {
  const { carrier, session, raiseEpoch } = aSession()
  const before = carrier.sent.length

  raiseEpoch()
  session.sendAck()
  session.feed(change, vector(1))
  session.refuse(1)

  expect(carrier.sent.length).toBe(before)
})

test('[KS9] a change that comes while the right is in doubt is given when the right stands', () => {
  const { session, raiseEpoch } = aSession()
  const epoch = raiseEpoch()

  session.feed(change, vector(1))
  session.feed(change, vector(2))
  const inDoubt = session.caughtUp()
  session.renew({ epoch, validUntil: null })

  expect([inDoubt, session.caughtUp()]).toEqual([null, Uint8Array.of(1)])
})

test('[KS5] [KS6] after the clock was put back a session with a gap is asked again, and hears its ack', () => {
  const { carrier, session, pass } = aSession()
  session.frames.receive()
  session.frames.openGap()
  session.ask(Uint8Array.of(0))
  session.answered()
  const before = carrier.sent.length

  pass(-3_600_000)

  expect([session.isToBeAsked, carrier.sent.length - before]).toEqual([true, 1])
})

test('[KS5] [KS9] what a session lacks is asked for again when the question could not leave, its right being in doubt', () => {
  const { session, raiseEpoch, pass } = aSession()
  session.frames.receive()
  session.frames.openGap()
  const epoch = raiseEpoch()
  session.ask(Uint8Array.of(0))

  session.renew({ epoch, validUntil: null })
  pass(9_999)

  expect(session.isToBeAsked).toBe(true)
})

test('[KS6] after the clock was put back a session that does not drain is not kept until the clock has caught up', () => {
  const { carrier, session, pass } = aSession()
  for (let count = 1; count <= 8; count++) session.feed(change, vector(count))

  pass(-3_600_000)

  expect(carrier.isCut).toBe(true)
})

test('[KS9] an answer that may not leave is none: what follows waits until it has been given', () => {
  const { carrier, session, raiseEpoch } = aSession()
  for (let count = 1; count <= 8; count++) session.feed(change, vector(count))
  const epoch = raiseEpoch()
  carrier.bufferedBytes = 0
  const before = carrier.sent.length

  const isGiven = session.answer(new Uint8Array(1))
  session.renew({ epoch, validUntil: null })
  session.feed(change, vector(9))

  expect([isGiven, carrier.sent.length - before, session.caughtUp()]).toEqual([false, 0, Uint8Array.of(6)])
})

test('[KS5] what was sent by somebody who then left is still taken, unless their right is in doubt', () => {
  const { session, raiseEpoch } = aSession()

  session.leave()
  const hasLeft = session.isEnded
  raiseEpoch()

  expect([hasLeft, session.isEnded]).toEqual([false, true])
})

test('[KS9] a right is in doubt from the very moment on until which it was given', () => {
  const { session } = aSession()
  const until = (milliseconds: number) => {
    session.renew({ epoch: 1, validUntil: instant(1_000_000 + milliseconds) })
    return session.isInDoubt
  }

  expect([until(1), until(0)]).toEqual([false, true])
})

test('[KS9] a session that was judged has its whole time again when it is to be judged anew', () => {
  const { carrier, session, raiseEpoch, pass } = aSession()
  const epoch = raiseEpoch()
  pass(0)
  pass(449)
  session.renew({ epoch, validUntil: null })
  raiseEpoch()

  pass(1)
  const soon = carrier.isOpen
  pass(449)
  const inTime = carrier.isOpen
  pass(1)

  expect([soon, inTime, carrier.isOpen]).toEqual([true, true, false])
})

test('[KS15] whoever does not take what they were given is given the document no second time', () => {
  const { carrier, session } = aSession()
  const takesWith = (bytes: number) => {
    carrier.bufferedBytes = bytes
    return session.takesAnswer
  }

  expect([takesWith(MIB), takesWith(MIB + 1)]).toEqual([true, false])
})
