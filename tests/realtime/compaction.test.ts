import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type CompactionPorts, compact } from '#server/collab/compaction.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import { encodeSnapshot } from '#server/collab/snapshotContent.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { later } from '#shared/core/time.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { destroyTrailOf, rowOf } from '#tests/support/twoWhoDestroy.ts'

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

test('[KS35] a version that can no longer be read keeps no snapshot from being taken, and nobody who wrote is forgotten', async () => {
  const rig = await withText()
  const reason = { kind: 'named', name: '途中', by: memberNumber(1) } as const
  await rig.live.rooms.read(rig.documentId, (room) => rig.live.keeper.make(room, reason))
  const author = rig.join(2)
  await author.settled()
  author.type('後の文。')
  await author.settled()
  await rig.connection.collection('versionPacks').updateMany({}, { $set: { ciphertext: randomBytes(40) } })

  await rig.live.closeAll()

  expect((await rowOf(rig)).snapshotSequence).toBeGreaterThan(0)
  expect((await rig.store.versions.tally(rig.documentId))?.writers).toContain(memberNumber(2))
  expect(await rig.connection.collection('journal').countDocuments({ documentId: rig.documentId })).toBe(0)
  await rig.stop()
})

test('[LD7.12] a snapshot that another node was writing while the trail was destroyed is not left behind', async () => {
  const rig = await withText()
  const other = await rig.reopen()
  const row = await rowOf(rig)
  const at = await stateOf(other)
  const snapshots: CompactionPorts['snapshots'] = {
    ...other.store.snapshots,
    async write(of, sequence, content) {
      await destroyTrailOf(rig)
      await other.store.snapshots.write(of, sequence, content)
    },
  }

  await compact({ ...portsOf(other), snapshots }, row, at)

  const { generation } = await rowOf(rig)
  const left = await rig.connection.collection('snapshots').find({ documentId: rig.documentId }).toArray()
  expect(left.map((part) => part.generation)).toEqual([generation])
  await other.stop()
  await rig.stop()
})

test('[LD7.13] of a document that is gone, as when the demo is emptied at another node, no version is kept', async () => {
  const rig = await withText()
  const reason = { kind: 'named', name: '途中', by: memberNumber(1) } as const

  await rig.live.rooms.read(rig.documentId, async (room) => {
    await rig.connection.collection<{ _id: string }>('documents').deleteOne({ _id: rig.documentId })
    await rig.live.keeper.make(room, reason).catch(() => undefined)
  })

  expect(await rig.connection.collection('versionPacks').countDocuments({})).toBe(0)
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

test('[KS8] while another node holds the lease nothing is compacted, and a newer snapshot gives way to no older one', async () => {
  const rig = await withText()
  const { documents } = rig.store
  const [row, at, now] = [await rowOf(rig), await stateOf(rig), systemClock.now()]
  const other = { holder: 'another node', until: later(now, 60_000) }
  const fence = (await documents.takeLease(rig.documentId, other, now)) ?? 0

  expect(await compact(portsOf(rig), row, at)).toBe(0)
  expect(await rig.connection.collection('snapshots').countDocuments({ documentId: rig.documentId })).toBe(0)
  expect([
    await documents.advanceSnapshot(row, { sequence: 2, fence }),
    await documents.advanceSnapshot(row, { sequence: 1, fence }),
    (await rowOf(rig)).snapshotSequence,
  ]).toEqual([true, false, 2])
  await rig.stop()
})

test('[LD7.1] whoever still has the generation before writes no snapshot of it', async () => {
  const rig = await withText()
  const [row, at] = [await rowOf(rig), await stateOf(rig)]
  await raiseAllGenerations({ ...rig.live, clock: systemClock, log: silentLog })

  const { documentId, generation } = row
  expect(await compact(portsOf(rig), row, at)).toBeNull()
  expect(await rig.connection.collection('snapshots').countDocuments({ documentId, generation })).toBe(0)
  await rig.stop()
})

test('[LD7.3] a generation whose beginning is read back as another is not begun, and the one before goes on', async () => {
  const rig = await withText()
  const before = await rowOf(rig)
  const snapshots: typeof rig.store.snapshots = { ...rig.store.snapshots, read: async () => new Uint8Array(9) }
  const live = { ...rig.live, store: { ...rig.store, snapshots } }

  const outcome = await raiseAllGenerations({ ...live, clock: systemClock, log: silentLog })
  const fresh = await rig.reopen()
  const text = await fresh.live.rooms.read(rig.documentId, async ({ document }) =>
    plainText(await document.read(readBody)),
  )

  expect([outcome, (await rowOf(rig)).generation, text]).toEqual([
    { raised: 0, unreadable: 1 },
    before.generation,
    '経過\n残る文。\n協議',
  ])
  for (const each of [fresh, rig]) await each.stop()
})
