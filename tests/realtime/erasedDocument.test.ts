import { trusted } from 'mongoose'
import { expect, test } from 'vitest'
import { type CompactionPorts, compact } from '#server/collab/compaction.ts'
import { eraseDocument } from '#server/collab/generations/eraseDocument.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { makeId } from '#shared/core/ids.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { ASKER, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

const CASE = makeId('case', '0'.repeat(26))
const WHERE = ['journal', 'snapshots', 'versionPacks', 'lastReadings', 'divergences'] as const

async function written(rig: CollabRig) {
  const author = rig.join(1)
  await author.settled()
  author.type('消される文。')
  await author.settled()
  await rig.live.rooms.read(rig.documentId, (room) =>
    rig.live.keeper.make(room, { kind: 'named', name: '途中', by: ASKER }),
  )
  return author
}

const leftOf = async ({ connection, documentId }: CollabRig) =>
  Promise.all(WHERE.map((name) => connection.collection(name).countDocuments({ documentId })))

test('[CS9.7] whoever is in a document that is erased is closed with 4410, and nobody is let in again', async () => {
  const rig = await startCollab()
  const author = await written(rig)
  const hashes: string[] = []

  await rig.live.eraseDocument(rig.documentId, async (sha256) => void hashes.push(sha256))
  await rig.live.forgetKeys(CASE, [rig.documentId])
  await until(() => author.lastClose !== null, 'whoever is in learns of it')

  expect([author.lastClose?.code, hashes.length]).toEqual([4410, 1])
  await expect(rig.live.rooms.hold(rig.documentId)).rejects.toMatchObject({ code: 'notFound' })
  await rig.live.closeAll()
  expect(await leftOf(rig)).toEqual([0, 0, 0, 0, 0])
  expect(await rig.connection.collection('dataKeys').countDocuments({})).toBe(0)
  await rig.stop()
})

test('[CS9.8] another process that has the document open writes nothing to it any more', async () => {
  const rig = await startCollab()
  await written(rig)
  const lagging = await rig.reopen()
  const late = lagging.join(2)
  await late.settled()
  const acked = late.acks.length

  await rig.live.eraseDocument(rig.documentId, async () => undefined)
  late.type('遅れて届いた文。')
  await until(() => late.lastClose !== null, 'the lagging room is lost')

  expect(late.acks.length).toBeLessThanOrEqual(acked)
  const counted = { documentId: rig.documentId, isVoid: trusted({ $ne: true }) }
  expect(await rig.connection.collection('journal').countDocuments(counted)).toBe(0)
  await lagging.stop()
  await rig.stop()
})

test('[CS9.8] of two processes that erase one document at once each comes to its end, and its hash is noted once', async () => {
  const rig = await startCollab()
  await written(rig)
  const other = await rig.reopen()
  const hashes: string[] = []
  const noted = async (sha256: string) => void hashes.push(sha256)

  await Promise.all([rig.live.eraseDocument(rig.documentId, noted), other.live.eraseDocument(rig.documentId, noted)])

  expect(hashes).toHaveLength(1)
  expect(await leftOf(rig)).toEqual([0, 0, 0, 0, 0])
  await other.stop()
  await rig.stop()
})

test('[CS9.9] an erasure that was stopped half-way is finished when it is called again, and what cannot be read is erased all the same', async () => {
  const rig = await startCollab()
  await written(rig)
  const stopped = {
    ...rig.store,
    snapshots: { ...rig.store.snapshots, removeGenerationsBefore: () => Promise.reject(new Error('stopped')) },
  }
  const ports = { rooms: rig.live.rooms, clock: systemClock, log: silentLog, forget: () => undefined }
  const noted = async () => undefined
  await expect(eraseDocument({ ...ports, store: stopped })(rig.documentId, noted)).rejects.toThrow('stopped')
  await rig.live.eraseDocument(rig.documentId, noted)
  expect(await leftOf(rig)).toEqual([0, 0, 0, 0, 0])

  const damaged = await rig.live.createDocument({ kind: 'conferenceNote', caseId: CASE, title: null, sections: [] })
  await rig.connection
    .collection('journal')
    .updateOne({ documentId: damaged }, { $set: { ciphertext: Buffer.alloc(40) } })
  await rig.live.eraseDocument(damaged, noted)
  expect(await rig.connection.collection('journal').countDocuments({ documentId: damaged })).toBe(0)
  expect(await rig.live.documents.find(damaged)).toBeNull()
  await rig.stop()
})

test('[CS9.8] a snapshot that another node was writing while the document was erased is not left behind', async () => {
  const rig = await startCollab()
  await written(rig)
  const other = await rig.reopen()
  const row = await rowOf(rig)
  const at = await other.live.rooms.read(rig.documentId, ({ document }) => document.state())
  const snapshots: CompactionPorts['snapshots'] = {
    ...other.store.snapshots,
    async write(of, sequence, content) {
      await rig.live.eraseDocument(rig.documentId, async () => undefined)
      await other.store.snapshots.write(of, sequence, content)
    },
  }

  await compact({ ...other.store, snapshots, clock: systemClock, holder: 'the other node' }, row, at)

  expect(await rig.connection.collection('snapshots').countDocuments({ documentId: rig.documentId })).toBe(0)
  await other.stop()
  await rig.stop()
})
