import { expect, test } from 'vitest'
import { startCollab } from '#tests/support/collabRig.ts'

/** A server that ends while one document is written down for as long as the test says, and somebody who edits it. */
async function anEndingServer() {
  const writing = Promise.withResolvers<void>()
  const mayWrite = Promise.withResolvers<void>()
  const rig = await startCollab({
    alterStore: (store) => ({
      ...store,
      snapshots: {
        ...store.snapshots,
        async write(of, sequence, content) {
          writing.resolve()
          await mayWrite.promise
          await store.snapshots.write(of, sequence, content)
        },
      },
    }),
  })
  const author = rig.join(1)
  await author.settled()
  author.type('残る文。')
  await author.settled()
  author.leave()
  const ending = rig.live.closeAll()
  await writing.promise
  return { rig, ending, goOn: mayWrite.resolve }
}

test('[KS47] whoever comes in while a document is written down at the end of a server is told to come back', async () => {
  const { rig, ending, goOn } = await anEndingServer()
  const late = rig.join(2)
  await expect.poll(() => late.lastClose !== null || late.provider.synced).toBe(true)

  goOn()
  await ending

  await expect.poll(() => late.lastClose?.reason).toBe('overloaded')
  expect([rig.live.rooms.size, rig.live.figures().sockets]).toEqual([0, 0])
  await rig.stop()
})

test('[KS47] whoever comes when a server has written all down opens no document anew', async () => {
  const { rig, ending, goOn } = await anEndingServer()
  goOn()
  await ending

  const late = rig.join(2)

  await expect.poll(() => late.lastClose?.reason).toBe('overloaded')
  await expect(rig.live.rooms.read(rig.documentId, async () => null)).rejects.toThrow()
  expect(rig.live.rooms.size).toBe(0)
  await rig.stop()
})
