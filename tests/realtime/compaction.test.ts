import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type CompactionPorts, compact } from '#server/collab/compaction.ts'
import { encodeSnapshot } from '#server/collab/snapshotContent.ts'
import { systemClock } from '#server/platform/clock.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

async function withText(): Promise<CollabRig> {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('残る文。')
  await author.settled()
  return rig
}

const portsOf = ({ store }: CollabRig): CompactionPorts => ({ ...store, clock: systemClock, holder: 'a test' })

const stateOf = ({ live, documentId }: CollabRig) => live.rooms.read(documentId, ({ document }) => document.state())

test('[KS8] entries stay when the snapshot in their place is read back as another one, however whole that is', async () => {
  const rig = await withText()
  const row = await rowOf(rig)
  const state = Y.encodeStateAsUpdate(new Y.Doc())
  const other = encodeSnapshot({ authors: new Map(), state, unnamed: Y.createDeleteSet() })
  const snapshots: CompactionPorts['snapshots'] = { ...rig.store.snapshots, read: async () => other }
  const entries = () => rig.connection.collection('journal').countDocuments({ documentId: rig.documentId })
  const before = await entries()

  await expect(compact({ ...portsOf(rig), snapshots }, row, await stateOf(rig))).rejects.toThrow('other bytes')

  expect([await entries(), (await rowOf(rig)).snapshotSequence]).toEqual([before, 0])
  await rig.stop()
})

test('[KS8] a snapshot that the document opens from is never written a second time', async () => {
  const rig = await withText()
  const row = await rowOf(rig)
  const at = await stateOf(rig)
  await compact(portsOf(rig), row, at)
  const snapshots: CompactionPorts['snapshots'] = {
    ...rig.store.snapshots,
    write: () => Promise.reject(new Error('written a second time')),
  }

  expect(await compact({ ...portsOf(rig), snapshots }, row, at)).toBe(at.sequence)
  await rig.stop()
})

test('[KS8] a journal whose end is gone opens for nobody rather than as less', async () => {
  const rig = await startCollab()
  await rig.connection.collection('journal').deleteMany({ documentId: rig.documentId })
  const client = new RawClient(rig.doorOf(1))

  expect([(await client.ended).code, client.frames]).toEqual([1013, []])
  await rig.stop()
})
