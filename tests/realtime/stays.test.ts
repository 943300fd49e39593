import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#server/platform/clock.ts'
import { later } from '#shared/core/time.ts'
import { memberNumber, startCollab } from '#tests/support/collabRig.ts'

const MINUTE = 60_000

test('[AC6.16] whoever stays in a note is in the trail once a quarter of an hour, and after they have left no more', async () => {
  let passed = 0
  const rig = await startCollab({ ports: { clock: { now: () => later(systemClock.now(), passed) } } })
  onTestFinished(() => rig.stop())
  const stays = () =>
    rig.audited.filter(({ kind }) => kind === 'documentStayed').map(({ by, objectIds }) => [by, ...objectIds])
  const stayer = rig.join(1)
  const leaver = rig.join(2)
  await Promise.all([stayer.synced(), leaver.synced()])
  await expect.poll(() => rig.audited.length).toBe(2)
  // Both have been looked at once.
  await new Promise((resolve) => setTimeout(resolve, 600))

  passed = 14 * MINUTE
  leaver.leave()
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(stays()).toEqual([])

  for (const quarters of [1, 2]) {
    passed = 15 * quarters * MINUTE
    await expect.poll(() => stays().length, { timeout: 5_000 }).toBe(quarters)
  }
  expect(stays()).toEqual(Array(2).fill([memberNumber(1), rig.documentId]))
})
