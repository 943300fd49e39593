import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { loseStream, type StreamFault } from '#tests/support/nodeFaults/lostStreams.ts'
import { partitions } from '#tests/support/nodeFaults/partitions.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { TwoNodes } from '#tests/support/twoNodes.ts'

const skip = isWithoutMongod()
let two: TwoNodes

beforeAll(async () => {
  if (!skip) two = await TwoNodes.start()
}, 120_000)
afterEach(() => two?.leaveAll())
afterAll(() => two?.stop(), 60_000)

test.skipIf(skip).each([
  ['refuses', false],
  ['swallows', true],
] as const)(
  '[KS21] R-08: a node whose network %s falls silent within three seconds, and nothing that was saved is missing afterwards',
  async (_, isSilent) => {
    const report = await partitions({ two, rounds: 1, cutMs: 4_500, isSilent })

    expect(report.wrong).toEqual([])
    expect(report.lastAckMs).toBeLessThan(500)
    expect(report.lastByteMs).toBeLessThan(3_000)
    expect(report.equalAfterMs).toBeLessThan(4_000)
  },
)

test.skipIf(skip).each<StreamFault>(['cursorKilled', 'historyLost', 'stalled'])(
  '[KS20] R-18: with a change stream that is %s everything arrives all the same, and who signs out is out',
  async (fault) => {
    const report = await loseStream({ two, fault, faultMs: 600 })

    expect(report.wrong).toEqual([])
    expect(report.noticedMs).toBeLessThan(2_500)
    expect(report.signOutMs).toBeLessThan(1_300)
    expect(report.equalMs).toBeLessThan(2_000)
  },
)
