import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

test('[KS6] two stock clients write one note and read the same', async () => {
  const memberA = rig.join(1)
  const memberB = rig.join(2)
  await Promise.all([memberA.settled(), memberB.settled()])

  memberA.type('就労先の調整')
  await memberB.reads('就労先の調整')
  memberB.type('は来週まで')
  await memberA.reads('就労先の調整は来週まで')
  memberA.erase(3)
  await Promise.all([memberA.settled(), memberB.settled()])

  expect(memberA.text).toBe(memberB.text)
  expect(memberA.text).toContain('の調整は来週まで')
})
