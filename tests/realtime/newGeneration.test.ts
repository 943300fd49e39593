import { expect, test } from 'vitest'
import { startCollab } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'
import { destroyTrailOf } from '#tests/support/twoWhoDestroy.ts'

test('[KS52] whoever opens the generation that has just begun is let in, also at a node that has not heard of it', async () => {
  const rig = await startCollab()
  const lagging = await rig.reopen()
  const before = lagging.join(2)
  await before.settled()
  before.type('残る文。')
  await before.settled()
  await destroyTrailOf(rig)

  const page = new Participant({ ...lagging.doorOf(3), subprotocol: 'tsunagi.v1.g2' })
  await expect.poll(() => page.provider.synced || page.lastClose?.reason === 'generationChanged').toBe(true)

  expect(page.text).toContain('残る文。')
  await expect.poll(() => before.lastClose?.reason).toBe('generationChanged')
  page.leave()
  await lagging.stop()
  await rig.stop()
})
