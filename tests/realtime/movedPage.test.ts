import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { startCollab } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'

test.each([1, 9])(
  '[KS48] whoever is moved to a node that has not heard yet of what they have read of %i others stays, with their words',
  async (count) => {
    const rig = await startCollab()
    const lagging = await rig.reopen()
    const page = rig.join(2)
    const authors = Array.from({ length: count }, (_, place) => rig.join(4 + place))
    for (const author of authors) {
      await author.settled()
      author.addLine().insert(0, '始め。')
      await author.settled()
    }
    const there = lagging.join(3)
    await there.settled()
    for (const author of authors) author.addLine().insert(0, '他の人の文。')
    await expect.poll(() => page.text.match(/他の人の文。/g)?.length).toBe(count)
    page.provider.disconnect()
    page.type('持ってきた文。')

    const moved = new Participant(lagging.doorOf(2), { connect: false })
    Y.applyUpdate(moved.doc, Y.encodeStateAsUpdate(page.doc))
    moved.provider.connect()
    await expect.poll(() => moved.lastClose !== null || there.text.includes('持ってきた文。')).toBe(true)

    expect(moved.lastClose).toBeNull()
    await moved.settled()
    expect(there.text).toBe(moved.text)
    expect(lagging.audited.filter(({ kind }) => kind === 'frameRefused')).toEqual([])
    moved.leave()
    await lagging.stop()
    await rig.stop()
  },
)

test('[KS48] what such a page takes out in the moment it has come is taken out, and called saved only then', async () => {
  const rig = await startCollab()
  const lagging = await rig.reopen()
  const [author, page] = [rig.join(1), rig.join(2)]
  await author.settled()
  author.type('始め。')
  await author.settled()
  const there = lagging.join(3)
  await there.reads('始め。')
  author.type('他の人の文。')
  await page.reads('他の人の文。')
  page.provider.disconnect()

  const moved = new Participant(lagging.doorOf(2), { connect: false })
  Y.applyUpdate(moved.doc, Y.encodeStateAsUpdate(page.doc))
  moved.onWriteFrame = (frameNumber) => {
    if (frameNumber === 1) queueMicrotask(() => moved.erase('始め'.length))
  }
  moved.provider.connect()
  await expect.poll(() => moved.sent === 2 && moved.acks.at(-1) === 2).toBe(true)

  await moved.settled()
  await there.roundTrip()
  expect([moved.text, there.text]).toEqual([there.text, expect.not.stringContaining('始め')])
  moved.leave()
  await lagging.stop()
  await rig.stop()
})
