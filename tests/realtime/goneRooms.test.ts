import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { systemTimers } from '#server/platform/timers.ts'
import { makeId } from '#shared/core/ids.ts'
import { readBody } from '#shared/document/readBody.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { readerBehindSnapshot, withSnapshot } from '#tests/support/laggingNode.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { destroyTrailOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[KS11] a room that leaves memory while it reads what another node wrote does not go on reading for ever', async () => {
  const rig = await withSnapshot()
  let duringUnload: () => Promise<void> = async () => undefined
  let [begun, ended] = [0, 0]
  let isSlow = false
  const lagging = await rig.reopen({
    ports: { idleMs: 50 },
    alterStore: (store) => ({
      ...store,
      versions: {
        ...store.versions,
        async list(of) {
          await duringUnload()
          return store.versions.list(of)
        },
      },
      journal: {
        ...store.journal,
        async *readAfter(of, sequence) {
          begun++
          if (isSlow) await sleep(300)
          try {
            yield* store.journal.readAfter(of, sequence)
          } finally {
            ended++
          }
        },
      },
    }),
  })
  const held = await lagging.live.rooms.hold(rig.documentId)
  const { room } = held
  const author = rig.join(1)
  await author.settled()
  author.type('次。')
  await author.settled()
  isSlow = true
  duringUnload = async () => {
    duringUnload = async () => undefined
    room.heardOf(room.sequence + 1)
  }
  held.release()
  await until(() => lagging.live.rooms.size === 0, 'the room has left memory')
  await until(() => ended === begun, 'the reading that was under way has ended')
  const before = begun
  // Longer than a reading that has failed waits for the next.
  await sleep(1_000)

  expect(begun - before).toBe(0)
  author.leave()
  for (const each of [lagging, rig]) await each.stop()
})

test('[KS12] who reads a document while its room is lost is asked to come again', async () => {
  const rig = await withSnapshot()
  const { documentId } = rig

  const reading = rig.live.rooms.read(documentId, async (room) => {
    rig.live.rooms.heardOf({ documentId, generation: 2, sequence: 1 })
    await until(() => room.isClosed, 'another node has begun the next generation')
    return room.document.read(readBody)
  })

  await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
  await rig.stop()
})

test('[KS12] a room that is lost after it was mended from a snapshot throws nothing out of a timer', async () => {
  const rig = await withSnapshot()
  const lagging = await rig.reopen({ ports: { compareAfterMs: 600 } })
  const reader = await readerBehindSnapshot(rig, lagging)
  reader.leave()
  const thrown: unknown[] = []
  const note = (cause: unknown) => void thrown.push(cause)
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', note)
  onTestFinished(() => {
    process.off('uncaughtException', note)
    for (const each of others) process.on('uncaughtException', each)
  })
  await destroyTrailOf(rig)
  lagging.live.rooms.heardOf({ documentId: rig.documentId, generation: 2, sequence: 1 })
  await sleep(1_500)
  expect(thrown.map(String)).toEqual([])
  for (const each of [lagging, rig]) await each.stop()
})

test('[KS11] a room that was lost while it was torn leaves no timer', async () => {
  const { DivergenceWatch } = await import('#server/collab/divergence/divergenceWatch.ts')
  const { LiveDocument } = await import('#server/collab/liveDocument.ts')
  const { silentLog } = await import('#server/platform/log.ts')
  const rig = await startCollab()
  let isAway = false
  const ports = {
    ...rig.store,
    timers: systemTimers,
    log: silentLog,
    documents: {
      ...rig.store.documents,
      async find(id: Parameters<typeof rig.store.documents.find>[0]) {
        if (isAway) throw new Error('the store is away')
        return rig.store.documents.find(id)
      },
    },
    journal: {
      ...rig.store.journal,
      async *readAfter(...[of, sequence]: Parameters<typeof rig.store.journal.readAfter>) {
        for await (const entry of rig.store.journal.readAfter(of, sequence))
          yield isAway ? { ...entry, sequence: entry.sequence + 5 } : entry
      },
    },
  }
  const row = await rig.store.documents.find(rig.documentId)
  if (row === null) throw new Error('no row')
  const document = await LiveDocument.open(row, ports)
  const author = rig.join(1)
  await author.settled()
  author.type('文。')
  await author.settled()
  isAway = true
  await expect(document.catchUp()).rejects.toThrow()
  document.destroy()
  let begun = 0
  const watch = new DivergenceWatch({
    ...{ divergences: rig.store.divergences, audit: { append: async () => undefined }, log: silentLog },
    ...{ clock: { now: () => Date.now() as never }, quietMs: 20 },
    timers: {
      ...systemTimers,
      after: (milliseconds, then) => {
        begun++
        return systemTimers.after(milliseconds, then)
      },
    },
  })
  watch.later({ document, sessions: new Set(), isClosed: true } as never)
  await sleep(400)
  expect(begun).toBe(1)
  author.leave()
  await rig.stop()
})

test('[KS11] a document that the store fails as the server stops keeps no other in memory', async () => {
  let failing: string | null = null
  const rig = await startCollab({
    alterStore: (store) => ({
      ...store,
      versions: {
        ...store.versions,
        async list(of) {
          if (of.documentId === failing) throw new Error('the store is away')
          return store.versions.list(of)
        },
      },
    }),
  })
  const kind = { kind: 'conferenceNote', caseId: makeId('case', '0'.repeat(26)), title: null, sections: [] } as const
  const other = await rig.live.createDocument(kind)
  for (const documentId of [rig.documentId, other]) await rig.live.rooms.hold(documentId)
  failing = rig.documentId

  await rig.live.closeAll()

  expect(rig.live.rooms.size).toBe(0)
  await rig.stop()
})

/** Its words are not looked for by anybody until the next garbage collection, which comes when it likes. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

test('[KS37] a document whose room was lost leaves memory, also when somebody had read it', async () => {
  const rig = await startCollab()
  const readAndLose = async () => {
    const { room, release } = await rig.live.rooms.hold(rig.documentId)
    await rig.live.extracts.of(room, 'full')
    const { row } = room.document
    rig.live.rooms.heardOf({ ...row, generation: row.generation + 1, sequence: 0 })
    await until(() => rig.live.rooms.size === 0, 'the room is lost')
    release()
    return new WeakRef(room.document.loaded.doc)
  }
  const doc = await readAndLose()

  const isGone = () => {
    collectGarbage()
    return doc.deref() === undefined
  }
  await until(isGone, 'the document is gone')
  await rig.stop()
})

test('[CL1.29] how far somebody had read a document that is gone with the demo is noted nowhere, however late they hear of it', async () => {
  let asked = 0
  const rig = await startCollab({
    alterStore: (store) => ({
      ...store,
      lastReadings: {
        ...store.lastReadings,
        find(...of) {
          asked++
          return store.lastReadings.find(...of)
        },
      },
    }),
  })
  const client = new RawClient(rig.doorOf(1))
  await client.comeIn()
  const rows = rig.connection.collection('lastReadings')
  await until(async () => (await rows.countDocuments()) === 1, 'the reading is noted')
  client.socket.pause()

  await rig.live.rooms.closeGone()
  await rows.deleteMany({})
  await until(() => asked === 2, 'the server has found out that they are gone')
  // What was asked for before the next question is answered before it, and what follows from the answer is sent.
  for (let question = 0; question < 3; question++) await rows.countDocuments()

  expect(await rows.countDocuments()).toBe(0)
  client.leave()
  await rig.stop()
})
