import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { expect, test, vi } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import { type Instant, instant } from '#shared/core/time.ts'
import { encodeSyncStep1 } from '#shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { aSession } from '#tests/support/stuckSession.ts'
import { Intake } from './intake.ts'
import type { Room } from './room.ts'
import { SESSION_LIMITS } from './sessionLimits.ts'

const AUTHORS = 3

/** What takes a session's frames, for a room that is asked for nothing but the document, in which three have written. */
function anIntake() {
  const { session, raiseEpoch, carrier } = aSession()
  let now: Instant = instant(1_000_000)
  const answer = vi.fn()
  const because: unknown[] = []
  const intake = new Intake(session, { answer, document: { authorCount: AUTHORS } } as unknown as Room, {
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

/** How far a page has got with so many who write. */
function vectorOf(count: number): readonly number[] {
  const encoder = createEncoder()
  writeVarUint(encoder, count)
  for (let id = 0; id < count; id++) {
    writeVarUint(encoder, id)
    writeVarUint(encoder, 1)
  }
  return [...toUint8Array(encoder)]
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
  ['with something behind it', [1, 7, 1, 0]],
  ['about more than may have written', vectorOf(AUTHORS + 1_001)],
])('[KS3] a question %s ends its own session and is put to no document', (_, vector) => {
  const { intake, answer, because, carrier } = anIntake()

  intake.take(step1(...vector))

  expect([answer.mock.calls, because, carrier.isOpen]).toEqual([[], ['badStateVector'], false])
})

test('[KS3] a page that has heard of a thousand more than this node, at another or offline, is answered', () => {
  const { intake, answer } = anIntake()

  intake.take(step1(...vectorOf(AUTHORS + 1_000)))

  expect(answer).toHaveBeenCalledOnce()
})
