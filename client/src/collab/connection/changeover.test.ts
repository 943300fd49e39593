import { expect, test } from 'vitest'
import { instant, later } from '#shared/core/time.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { CHANGEOVER_LIMITS, Changeover, type ConnectionEnd } from './changeover.ts'

const START = instant(1_000_000)
const REFUSED: ConnectionEnd = { way: 'socket', livedMs: null, code: 1006 }
const CUT_AFTER_A_MINUTE: ConnectionEnd = { way: 'socket', livedMs: 60_000, code: 1006 }

function after(...ends: readonly ConnectionEnd[]): Changeover {
  const changeover = new Changeover(CHANGEOVER_LIMITS)
  for (const end of ends) changeover.ended(end, START)
  return changeover
}

test('[LD1.9] two refused sockets, or three cut within a minute, are followed by requests; fewer are not', () => {
  const ways = [
    after(REFUSED),
    after(REFUSED, REFUSED),
    after(CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE),
    after(CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE),
  ].map(({ way }) => way)

  expect(ways).toEqual(['socket', 'http', 'socket', 'http'])
})

test('[LD1.9] what the server itself said, and a long life between, are no signs of a proxy', () => {
  const busy: ConnectionEnd = { way: 'socket', livedMs: null, code: CLOSE_CODES.overloaded }
  const long: ConnectionEnd = { ...CUT_AFTER_A_MINUTE, livedMs: 3_600_000 }

  expect(after(busy, busy, busy).way).toBe('socket')
  expect(after(CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE, long, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE).way).toBe('socket')
})

test('[LD1.9] a socket that lived between two refused ones shows that it is no proxy', () => {
  expect(after(REFUSED, CUT_AFTER_A_MINUTE, REFUSED).way).toBe('socket')
})

test('[LD1.9] a socket that lived long is followed by a trial as soon as the first one was', () => {
  const changeover = after(CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE)
  changeover.tried(false, START)
  changeover.tried(true, START)
  const long: ConnectionEnd = { ...CUT_AFTER_A_MINUTE, livedMs: 3_600_000 }
  for (const end of [long, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE]) changeover.ended(end, START)

  expect([changeover.way, changeover.isTrialDue(later(START, CHANGEOVER_LIMITS.trialAfterMs))]).toEqual(['http', true])
})

test('[LD1.9] after refused sockets one is tried within seconds, and trusted when it lives for seconds, as after a restart of the server', () => {
  const changeover = after(REFUSED, REFUSED, { way: 'http', livedMs: null, code: 1006 }, REFUSED)
  const { firstTrialAfterMs, firstTrialMs, trialAfterMs, trialMs } = CHANGEOVER_LIMITS
  const dueAt = (milliseconds: number) => changeover.isTrialDue(later(START, milliseconds))

  expect([changeover.way, dueAt(firstTrialAfterMs - 1), dueAt(firstTrialAfterMs)]).toEqual(['http', false, true])
  expect(changeover.trialMs).toBe(firstTrialMs)
  changeover.tried(false, START)
  expect([changeover.trialMs, dueAt(trialAfterMs - 1), dueAt(trialAfterMs)]).toEqual([trialMs, false, true])
  changeover.tried(true, START)
  changeover.ended(REFUSED, START)
  expect(changeover.way).toBe('socket')
})

test('[LD1.9] a socket is tried later and later, and one that lives is gone back to', () => {
  const changeover = after(CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE, CUT_AFTER_A_MINUTE)
  const { trialAfterMs } = CHANGEOVER_LIMITS
  const dueAt = (milliseconds: number) => changeover.isTrialDue(later(START, milliseconds))

  expect([dueAt(trialAfterMs - 1), dueAt(trialAfterMs)]).toEqual([false, true])
  changeover.tried(false, START)
  expect([changeover.way, dueAt(trialAfterMs), dueAt(2 * trialAfterMs)]).toEqual(['http', false, true])
  changeover.tried(true, START)
  expect(changeover.way).toBe('socket')
})

test('[LD1.9] when requests get no answer either, the next socket decides again', () => {
  const changeover = after(REFUSED, REFUSED, { way: 'http', livedMs: null, code: 1006 })

  expect(changeover.way).toBe('socket')
  changeover.ended(REFUSED, START)
  expect(changeover.way).toBe('http')
})
