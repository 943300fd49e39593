import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { askToDestroyTrail, destroyTrail, finishDisposals } from '#server/collab/generations/destroyTrail.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { instant } from '#shared/core/time.ts'
import { plainText } from '#shared/document/plainText.ts'
import { type CollabRig, memberNumber, startCollab, startCollabOn } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'
import { textOf } from '#tests/support/rigNote.ts'
import { bytesUnder } from '#tests/support/throwAwayFolder.ts'
import { ASKER, CONFIRMER, confirmationIn, destroyingIn, destroyTrailOf, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[LD7.2] a page of the generation before is closed with 4410 and never merges: no word comes back, none is doubled (M12)', async () => {
  const rig = await startCollab()
  const [stale, awake] = [rig.join(1), rig.join(2)]
  await Promise.all([stale.settled(), awake.settled()])
  awake.type('残す文。消す秘密。')
  await awake.settled()
  await stale.reads('消す秘密')
  stale.provider.disconnect()
  stale.type('眠っていた間の文。')
  awake.doc.transact(() => awake.line().delete(4, 5))
  await awake.settled()

  await destroyTrailOf(rig)
  await until(() => awake.lastClose !== null, 'whoever is in learns of it')
  stale.provider.connect()
  await until(() => stale.lastClose !== null, 'the one who slept is refused')

  expect([awake.lastClose?.reason, stale.lastClose?.reason]).toEqual(['generationChanged', 'generationChanged'])
  expect(await textOf(rig)).toBe('経過\n残す文。\n協議')
  const next = new Participant({ ...rig.doorOf(3), subprotocol: 'tsunagi.v1.g2' })
  await next.settled()
  next.type('次の世代の文。')
  await next.settled()
  expect(await textOf(rig)).toContain('次の世代の文。')
  next.leave()
  await rig.stop()
})

test('[LD7.3] a generation raised while four type loses nothing that was acknowledged', async () => {
  const rig = await startCollab()
  const writers = [1, 2, 3, 4].map((member) => rig.join(member))
  await Promise.all(writers.map((writer) => writer.settled()))
  const acknowledged: string[] = []
  const isOver = { yes: false }
  const typing = writers.map(async (writer, who) => {
    for (let count = 0; !isOver.yes; count++) {
      const word = `〔${who}-${count}〕`
      writer.type(word)
      const frame = writer.sent
      await until(() => isOver.yes || (writer.acks.at(-1) ?? 0) >= frame, 'the word is acknowledged')
      if ((writer.acks.at(-1) ?? 0) >= frame && frame > 0) acknowledged.push(word)
    }
  })
  await until(() => acknowledged.length > 40, 'everybody types')

  await destroyTrailOf(rig)
  isOver.yes = true
  await Promise.all(typing)

  const text = await textOf(rig)
  expect(acknowledged.filter((word) => !text.includes(word))).toEqual([])
  await rig.stop()
})

test('[LD7.1] another process that still has the generation before can write nothing to it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('本文。')
  await author.settled()
  const lagging = await rig.reopen()
  const late = lagging.join(2)
  await late.settled()

  await destroyTrailOf(rig)
  late.type('遅れて届いた文。')
  await until(() => late.lastClose !== null, 'the lagging room is lost')

  expect(late.acks.every((acked) => acked <= 1)).toBe(true)
  expect(await textOf(rig)).toBe('経過\n本文。\n協議')
  await lagging.stop()
  await rig.stop()
})

test('[LD7.4] a backup that is put back begins generations that were never before, with text, authors and versions as they were', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('控えにある文。')
  await author.settled()
  const version = await rig.live.rooms.read(rig.documentId, (room) =>
    rig.live.keeper.make(room, { kind: 'named', name: '控え', by: ASKER }),
  )
  const before = await rowOf(rig)

  const { raised } = await raiseAllGenerations({ ...rig.live, clock: systemClock, log: silentLog })
  await until(() => author.lastClose !== null, 'pages learn of it')

  const after = await rowOf(rig)
  expect([raised, author.lastClose?.reason]).toEqual([1, 'generationChanged'])
  expect(after.generation).toBeGreaterThan(before.generation + 1_000)
  expect(await textOf(rig)).toContain('控えにある文。')
  const authors = await rig.live.rooms.read(rig.documentId, async ({ document }) => [
    ...document.loaded.authors.values(),
  ])
  expect(authors).toContain(ASKER)
  const body = await rig.store.versions.bodyOf(after, version.number)
  expect(body === null ? '' : plainText(body)).toContain('控えにある文。')
  await rig.stop()
})

test('[LD7.4] [LD6.2] work that a backup held without a version of it has one, under the names of those who wrote it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('控えにある文。')
  await author.settled()
  author.leave()

  await raiseAllGenerations({ ...rig.live, clock: systemClock, log: silentLog })

  const [version, ...others] = await rig.store.versions.list(await rowOf(rig))
  const body = await rig.store.versions.bodyOf(await rowOf(rig), version?.number ?? 0)
  expect([version?.contributors, others]).toEqual([[memberNumber(1)], []])
  expect(body === null ? '' : plainText(body)).toContain('控えにある文。')
  await rig.stop()
})

test('[LD7.4] a generation is a new one also when the machine’s clock has been set far back', async () => {
  const rig = await startCollab()
  const before = await rowOf(rig)
  const longAgo = { now: () => instant(0) }

  await raiseAllGenerations({ ...rig.live, clock: longAgo, log: silentLog })

  expect((await rowOf(rig)).generation).toBe(before.generation + 1)
  await rig.stop()
})

test('[LD7.4] a document of the backup that cannot be read keeps no other from beginning anew, and is told of', async () => {
  const rig = await startCollab()
  const damaged = await rig.live.createDocument({ kind: 'councilDocument', caseId: null, title: '傷', sections: [] })
  await rig.connection
    .collection('journal')
    .updateOne({ documentId: damaged }, { $set: { ciphertext: randomBytes(40) } })
  const before = await rowOf(rig)

  const outcome = await raiseAllGenerations({ ...rig.live, clock: systemClock, log: silentLog })

  expect(outcome).toEqual({ raised: 1, unreadable: 1 })
  expect((await rowOf(rig)).generation).toBeGreaterThan(before.generation)
  await rig.stop()
})

interface Sealed {
  readonly ciphertext?: { readonly buffer: Uint8Array }
  readonly wrapped?: { readonly buffer: Uint8Array }
}

/** What the trail lies on the disk as: sealed edits, snapshots and versions, and the key they are sealed with. */
async function trailBytes({ connection, documentId }: CollabRig, keyId: string): Promise<readonly Buffer[]> {
  const found: Buffer[] = []
  for (const name of ['journal', 'snapshots', 'versionPacks']) {
    for (const row of await connection.collection<Sealed>(name).find({ documentId }).toArray()) {
      if (row.ciphertext !== undefined) found.push(Buffer.from(row.ciphertext.buffer).subarray(0, 64))
    }
  }
  const key = await connection.collection<Sealed & { _id: string }>('dataKeys').findOne({ _id: keyId })
  if (key?.wrapped !== undefined) found.push(Buffer.from(key.wrapped.buffer))
  return found
}

test('[LD7.5] after its destruction no byte of the trail is on the disk: sealed edits, versions and their key; text, hash and record are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-trail-'))
  const embedded = await startEmbeddedStore({ dir: folder })
  const connection = await connectMongo(embedded.uri)
  const rig = await startCollabOn({ connection, wrappingKey: randomBytes(32) })
  const author = rig.join(1)
  await author.settled()
  for (let count = 0; count < 20; count++) {
    author.type(`消された見本${count}。`)
    await author.settled()
  }
  const make = () =>
    rig.live.rooms.read(rig.documentId, (room) =>
      rig.live.keeper.make(room, { kind: 'named', name: '途中', by: ASKER }),
    )
  await make()
  author.erase(10_000)
  author.type('残った文。')
  await author.settled()
  await make()
  const before = await rowOf(rig)
  const trail = await trailBytes(rig, before.keyId)
  const isThere = (bytes: Buffer) => trail.filter((part) => part.byteLength > 16 && bytes.includes(part)).length
  const hitsBefore = isThere(await bytesUnder(folder))

  await destroyTrailOf(rig)

  const hitsAfter = isThere(await bytesUnder(folder))
  const row = await rowOf(rig)
  const [record] = await rig.store.disposals.list(row)
  expect(trail.length).toBeGreaterThan(20)
  expect(hitsBefore).toBeGreaterThan(20)
  expect(hitsAfter).toBe(0)
  await expect(rig.store.keys.get(before.keyId)).rejects.toThrow()
  expect(await rig.store.versions.list(row)).toEqual([])
  expect(await textOf(rig)).toBe('経過\n残った文。\n協議')
  expect(record).toMatchObject({ rule: 'councilRule', reason: '会議録の確定', askedBy: ASKER, isCleared: true })
  expect(record?.done).toMatchObject({ confirmedBy: CONFIRMER, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const state = await rig.live.rooms.read(rig.documentId, ({ document }) => document.state())
  expect([...state.authors.values()]).toEqual(['server'])
  await rig.stop()
  await connection.close()
  await embedded.close()
  expect(isThere(await bytesUnder(folder))).toBe(0)
  await rm(folder, { recursive: true })
})

test('[LD7.7] a destruction that was stopped in the middle is finished at a next start, and keeps no server from starting that cannot finish it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('残る文。')
  await author.settled()
  await rig.live.rooms.read(rig.documentId, (room) =>
    rig.live.keeper.make(room, { kind: 'named', name: '途中', by: ASKER }),
  )
  const before = await rowOf(rig)
  const ports = destroyingIn(rig)
  const stopped = {
    ...rig.store,
    journal: { ...rig.store.journal, removeGenerationsBefore: () => Promise.reject(new Error('stopped')) },
  }
  await askToDestroyTrail(ports)(ASKER, before, { rule: 'councilRule', reason: '確定' })
  const confirmation = await confirmationIn(rig)
  await expect(destroyTrail({ ...ports, store: stopped })(rig.documentId, confirmation)).rejects.toThrow('stopped')

  const told: string[] = []
  const log = { ...silentLog, error: (event: string) => void told.push(event) }
  await finishDisposals({ store: stopped, log })
  await finishDisposals({ store: rig.store, log })

  expect(told).toEqual(['trail.notClearedAway'])

  const row = await rowOf(rig)
  expect([row.generation, await rig.store.versions.list(row), await rig.store.disposals.listUncleared()]).toEqual([
    2,
    [],
    [],
  ])
  await expect(rig.store.keys.get(before.keyId)).rejects.toThrow()
  expect(await textOf(rig)).toContain('残る文。')
  await rig.stop()
})
