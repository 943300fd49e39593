import { expect, test, vi } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import { type Instant, instant } from '#shared/core/time.ts'
import { encodeSyncStep1 } from '#shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { aSession } from '#tests/support/stuckSession.ts'
import { Intake } from './intake.ts'
import type { Room } from './room.ts'
import { SESSION_LIMITS } from './sessionLimits.ts'

/** What takes a session's frames, for a room that is asked for nothing but the document. */
function anIntake() {
  const { session, raiseEpoch, carrier } = aSession()
  let now: Instant = instant(1_000_000)
  const answer = vi.fn()
  const because: unknown[] = []
  const intake = new Intake(session, { answer } as unknown as Room, {
    ...{ clock: { now: () => now }, limits: SESSION_LIMITS, log: silentLog, maxFrameBytes: MAX_FRAME_BYTES },
    audit: { append: async (entry) => void because.push(entry.because) },
    onReplica: () => undefined,
  })
  const pass = (milliseconds: number) => {
    now = instant(now + milliseconds)
    intake.tick()
  }
  return { intake, session, carrier, raiseEpoch, answer, because, pass }
}

const step1 = (...vector: readonly number[]) => encodeSyncStep1(Uint8Array.from(vector))

test('[KS9] whoever asks for the document while their right is in doubt has it when the right stands', () => {
  const { intake, session, raiseEpoch, answer, pass } = anIntake()
  const epoch = raiseEpoch()

  intake.take(step1(0))
  const inDoubt = answer.mock.calls.length
  session.renew({ epoch, validUntil: null })
  pass(0)
  pass(0)

  expect([inDoubt, answer.mock.calls]).toEqual([0, [[session, Uint8Array.of(0)]]])
})

test('[KS15] of those who ask again and again the newest question is answered, once in five seconds', () => {
  const { intake, session, answer, pass } = anIntake()

  for (const clock of [1, 2, 3]) intake.take(step1(1, 7, clock))
  pass(4_999)
  const early = answer.mock.calls.length
  pass(1)

  expect([early, answer.mock.calls.at(-1), answer.mock.calls.length]).toEqual([1, [session, Uint8Array.of(1, 7, 3)], 2])
})

test.each([
  ['that ends before its last clock', [2, 7, 1, 9]],
  ['of nothing', []],
  ['that counts more than there is', [255, 255, 255, 127]],
])('[KS3] a question %s ends its own session and is put to no document', (_, vector) => {
  const { intake, answer, because, carrier } = anIntake()

  intake.take(step1(...vector))

  expect([answer.mock.calls, because, carrier.isOpen]).toEqual([[], ['badStateVector'], false])
})
