import { expect, test } from 'vitest'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { later, startOfDay } from '#shared/core/time.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { MAX_CARRIED_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { passingTime } from '#tests/support/passingTime.ts'
import type { Intake } from '../intake.ts'
import { SESSION_LIMITS } from '../sessionLimits.ts'
import { HttpSessions } from './httpSessions.ts'
import { PollCarrier } from './pollCarrier.ts'

const MEMBER = fixedId('member', 1)

/** Sessions whose time passes when the test says so. */
function someSessions() {
  const { timers, pass, stop } = passingTime()
  const sessions = new HttpSessions({
    ...{
      clock: { now: () => later(startOfDay(TODAY), Math.floor(timers.elapsedMs())) },
      timers,
      limits: SESSION_LIMITS,
    },
    ids: randomIdSource(systemClock),
  })
  const open = () => {
    const carrier = new PollCarrier('tsunagi.v1.g1', timers)
    const signedIn = { sessionId: 'session', memberId: MEMBER, accountId: fixedId('account', 1) }
    const { name, session } = sessions.open({ documentId: fixedId('document', 1), carrier, signedIn })
    // What is given on is of no interest here.
    session.joined({ take: () => undefined, expel: () => undefined } as unknown as Intake)
    return { name, session, carrier }
  }
  return { sessions, open, pass, stop }
}

test('[KS13] [KS16] a page that asks nothing any more is kept as long as it may be silent, and then nothing of it', () => {
  const { sessions, open, pass, stop } = someSessions()
  const [silent, heard] = [open(), open()]

  pass(SESSION_LIMITS.goneAfterMs - 1)
  heard.session.heard()
  const before = [silent, heard].map(({ name }) => sessions.find(name) !== null)
  pass(1)
  const after = [silent, heard].map(({ name, carrier }) => [sessions.find(name) !== null, carrier.isOpen])
  const whileOneIsThere = stop.mock.calls.length
  pass(SESSION_LIMITS.goneAfterMs)

  expect([before, after]).toEqual([
    [true, true],
    [
      [false, false],
      [true, true],
    ],
  ])
  expect([whileOneIsThere, stop.mock.calls.length, sessions.size]).toEqual([0, 1, 0])
})

test('[KS49] a page on a fast network is not sent away for a key that is held down for half a minute', () => {
  const { open, pass } = someSessions()
  const { session } = open()
  const KEYS_PER_SECOND = 60
  const REQUESTS_PER_KEY = 3

  const heard = Array.from({ length: 30 * KEYS_PER_SECOND }, () => {
    pass(1_000 / KEYS_PER_SECOND)
    return Array.from({ length: REQUESTS_PER_KEY }, () => session.heard()).every(Boolean)
  })

  expect(heard.every(Boolean)).toBe(true)
})

test('[LD1.8] what pages sent in part before they were cut off leaves the others their room', async () => {
  const { open } = someSessions()
  const half = { first: 1, pieces: [{ bytes: new Uint8Array(MAX_CARRIED_FRAME_BYTES), isLast: false }] }
  for (let count = 0; count < 8; count++) {
    const { session, carrier } = open()
    session.take(half)
    carrier.cut()
    await carrier.closed
  }

  const { session, carrier } = open()
  session.take(half)

  expect(carrier.isOpen).toBe(true)
})
