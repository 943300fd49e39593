import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

test('[KS7] readers get one drawing of the document as it is when they ask, and another only after a change', async () => {
  const { room } = await rig.live.rooms.hold(rig.documentId)
  const author = rig.join(1)
  await author.settled()
  author.type('住まい')
  await author.settled()

  const ask = () => rig.live.extracts.of(room, 'full')
  const [first, second] = await Promise.all([ask(), ask()])
  author.type('と仕事')
  await author.settled()
  const third = await ask()

  expect(second).toBe(first)
  expect([first, third].map(({ json }) => json.includes('住まいと仕事'))).toEqual([false, true])
  expect(first.json).toContain('住まい')
})
