import { afterAll, beforeAll, expect, test } from 'vitest'
import { elections } from '#tests/support/nodeFaults/elections.ts'
import { stops } from '#tests/support/nodeFaults/stops.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { TwoNodes } from '#tests/support/twoNodes.ts'

const skip = isWithoutMongod()
let two: TwoNodes

beforeAll(async () => {
  if (!skip) two = await TwoNodes.start({ isCuttable: false })
}, 120_000)
afterAll(() => two?.stop(), 60_000)

test.skipIf(skip)(
  '[KS20] R-07: a primary that steps down and one that is killed cost a pause and nothing that was saved',
  async () => {
    const report = await elections({ two, stepDowns: 1, kills: 1, editors: 6 })

    expect([report.wrong, report.isSameProcesses]).toEqual([[], true])
    expect(report.longestStallMs).toBeLessThan(15_000)
  },
)

test.skipIf(skip)(
  '[OP2.4] R-11: a node that is stopped in order while people write is gone within ten seconds, its people come back, and nothing is lost',
  async () => {
    const { wrong, acknowledged, drainMs, backMs } = await stops({ two, rounds: 2, editors: 6 })

    expect(wrong).toEqual([])
    expect(acknowledged).toBeGreaterThan(6)
    expect(Math.max(drainMs, backMs)).toBeLessThan(10_000)
  },
)
