import { expect, test } from 'vitest'
import type { CollabStore } from '#server/collab/collabStore.mongo.ts'
import { withSnapshot } from '#tests/support/laggingNode.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

/** A store whose snapshots are read when the test lets them be. */
function heldSnapshots() {
  let open = Promise.withResolvers<void>()
  let reads = 0
  open.resolve()
  const alterStore = (store: CollabStore): CollabStore => ({
    ...store,
    snapshots: {
      ...store.snapshots,
      async read(of, sequence) {
        reads++
        await open.promise
        return store.snapshots.read(of, sequence)
      },
    },
  })
  return {
    alterStore,
    reads: () => reads,
    hold() {
      open = Promise.withResolvers<void>()
    },
    letGo: () => open.resolve(),
  }
}

test('[KS50] whoever comes while a document is opened anew has it, and is asked for what they bring, also when rights change meanwhile', async () => {
  const rig = await withSnapshot()
  const held = heldSnapshots()
  const lagging = await rig.reopen({ alterStore: held.alterStore })
  const reader = lagging.join(2)
  await reader.settled()
  const author = rig.join(1)
  await author.settled()
  author.type('切れている間に書かれた文。')
  await author.settled()
  author.leave()
  await until(() => rig.live.rooms.size === 0, 'a snapshot has taken the place of what was written')

  held.hold()
  const { documentId, generation, snapshotSequence } = await rowOf(rig)
  const before = held.reads()
  lagging.live.rooms.heardOf({ documentId, generation, sequence: snapshotSequence })
  await until(() => held.reads() > before, 'the document is opened anew')
  const late = lagging.join(3)
  await until(() => late.helloCount === 1, 'somebody comes')
  await late.roundTrip()
  const judged = Promise.withResolvers<void>()
  lagging.access.beforeVerdict = () => judged.promise
  lagging.revocation.raise()
  held.letGo()
  await until(() => lagging.live.rooms.open()[0]?.sequence === snapshotSequence, 'it is open again')
  judged.resolve()

  await late.reads('切れている間に書かれた文。')
  await until(() => late.acks.at(-1) === 1, 'they have been asked, and what they said is kept')
  expect(late.helloCount).toBe(1)
  await lagging.stop()
  await rig.stop()
})
