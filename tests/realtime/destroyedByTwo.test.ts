import { setTimeout as sleep } from 'node:timers/promises'
import { trusted } from 'mongoose'
import { expect, test } from 'vitest'
import type { DataKeys } from '#server/collab/dataKeys.ts'
import { mongoDivergences } from '#server/collab/divergence/divergences.mongo.ts'
import { askToDestroyTrail, destroyTrail, trailsAskedFor } from '#server/collab/generations/destroyTrail.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import type { Room } from '#server/collab/room.ts'
import { mongoSnapshots } from '#server/collab/snapshots.mongo.ts'
import { mongoVersions } from '#server/collab/versions/versions.mongo.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { readBody } from '#shared/document/readBody.ts'
import { memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { Participant } from '#tests/support/participant.ts'
import { ASKER, CONFIRMER, confirmationIn, destroyingIn, destroyTrailOf, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[LD7.6] nothing is destroyed by one person alone, and nothing that was not asked for', async () => {
  const rig = await startCollab()
  const ports = destroyingIn(rig)

  const nothingSeen = { by: CONFIRMER, askedAt: 0 }
  await expect(destroyTrail(ports)(rig.documentId, nothingSeen)).rejects.toMatchObject({
    detail: { because: 'notAsked' },
  })
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const byThemselves = { ...(await confirmationIn(rig)), by: ASKER }
  await expect(destroyTrail(ports)(rig.documentId, byThemselves)).rejects.toMatchObject({
    detail: { because: 'samePerson' },
  })

  expect((await rowOf(rig)).generation).toBe(1)
  await rig.stop()
})

test('[LD7.5] states kept of a divergence go with the trail, and whoever had it open leaves no position in it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('消される文。')
  await author.settled()
  await rig.live.rooms.read(rig.documentId, async ({ document }) => {
    const { state, sequence } = await document.state()
    const found = { memberId: ASKER, connectionId: randomIdSource(systemClock).next('connection'), sequence }
    const states = { serverState: state, clientState: state }
    await rig.store.divergences.keep(document.row, { ...found, ...states, foundAt: systemClock.now() })
  })
  await destroyTrailOf(rig)
  await until(() => author.lastClose !== null, 'their session has ended')
  await rig.live.closeAll()

  const left = ['divergences', 'lastReadings'].map((name) =>
    rig.connection.collection(name).countDocuments({ documentId: rig.documentId, generation: trusted({ $ne: 2 }) }),
  )
  expect(await Promise.all(left)).toEqual([0, 0])
  expect(await rig.store.divergences.list(await rowOf(rig))).toEqual([])
  await rig.stop()
})

/** Keys of which the `place`-th that is asked for is given late. */
function heldAt(place: number, keys: DataKeys) {
  const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let count = 0
  const held: DataKeys = {
    ...keys,
    async get(id) {
      const key = await keys.get(id)
      if (++count === place) {
        asked.resolve()
        await gate.promise
      }
      return key
    },
  }
  return { held, asked: asked.promise, letGo: gate.resolve }
}

test('[LD7.5] a version that is kept late, after the destruction, takes the place of none that was made since', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('消される文。')
  await author.settled()
  const named = (name: string) =>
    rig.live.rooms.read(rig.documentId, (room) => rig.live.keeper.make(room, { kind: 'named', name, by: CONFIRMER }))
  const row = await rowOf(rig)
  const first = await named('前')
  const body = await rig.live.rooms.read(rig.documentId, ({ document }) => document.read(readBody))
  const { held, asked, letGo } = heldAt(2, rig.store.keys)
  const again = rig.connection.useDb(rig.connection.name)
  const late = mongoVersions(again, { keys: held, documents: rig.store.documents })
  const { number, ...rest } = first
  const keeping = late.append(row, { ...rest, after: number }, body)
  await asked
  await destroyTrailOf(rig)
  await named('後')
  letGo()

  expect(await keeping).toBeNull()
  expect((await rig.store.versions.list(await rowOf(rig))).map(({ name }) => name)).toEqual(['後'])
  await rig.stop()
})

test('[LD7.5] states of a divergence that another node keeps late, after the destruction, do not stay', async () => {
  const rig = await startCollab()
  const row = await rowOf(rig)
  const { held, asked, letGo } = heldAt(1, rig.store.keys)
  const again = rig.connection.useDb(rig.connection.name)
  const late = mongoDivergences(again, { keys: held, documents: rig.store.documents })
  const state = new TextEncoder().encode('消される文。')
  const connectionId = randomIdSource(systemClock).next('connection')
  const found = { memberId: ASKER, connectionId, sequence: 1, foundAt: systemClock.now() }
  const keeping = late.keep(row, { ...found, serverState: state, clientState: state })
  await asked
  await destroyTrailOf(rig)
  letGo()
  await keeping

  expect(await rig.store.divergences.list(await rowOf(rig))).toEqual([])
  await rig.stop()
})

test('[LD7.5] a snapshot that is being written as the trail is destroyed leaves nothing of it', async () => {
  const rig = await startCollab()
  const { held, asked, letGo } = heldAt(1, rig.store.keys)
  const again = rig.connection.useDb(rig.connection.name)
  const writing = await rig.reopen({
    alterStore: (store) => ({ ...store, snapshots: mongoSnapshots(again, held) }),
    ports: { idleMs: 20 },
  })
  const author = writing.join(1)
  await author.settled()
  author.type('消される文。')
  await author.settled()
  author.leave()
  await asked

  const destroying = destroyTrailOf(writing)
  // It has to wait for the snapshot; one that does not has come to its end by then.
  await Promise.race([destroying, sleep(1_000)])
  letGo()
  await destroying
  await writing.live.closeAll()

  const older = { documentId: rig.documentId, generation: 1 }
  expect(await rig.connection.collection('snapshots').countDocuments(older)).toBe(0)
  for (const each of [writing, rig]) await each.stop()
})

test('[LD7.6] of two confirmations at the same moment one destroys, in a room of its own, and people go on writing', async () => {
  const rig = await startCollab()
  const ports = destroyingIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const seen = await confirmationIn(rig)

  const confirm = () => destroyTrail(ports)(rig.documentId, seen)
  const confirmed = await Promise.allSettled([confirm(), confirm()])
  const author = new Participant({ ...rig.doorOf(1), subprotocol: 'tsunagi.v1.g2' })
  await author.settled()
  author.type('その後の文。')
  await author.settled()
  author.leave()

  // Whichever comes first: their questions to the store are answered in any order.
  expect(confirmed.toSorted((one, other) => one.status.localeCompare(other.status))).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { detail: { because: 'notAsked' } } },
  ])
  expect((await rowOf(rig)).generation).toBe(2)
  await rig.stop()
})

test('[LD7.1] two who begin a next generation of one document at once do so one after another', async () => {
  const rig = await startCollab()
  const held: Room[] = []
  const renewing = () => rig.live.rooms.renew(rig.documentId, async (room) => void held.push(room))

  await Promise.all([renewing(), renewing()])

  expect(new Set(held).size).toBe(2)
  await rig.stop()
})

test('[LD7.8] only the request that was shown is confirmed: asked anew with another reason, it waits, and nobody is interrupted', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  const ports = destroyingIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const seen = await confirmationIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'personsRequest', reason: '別の理由' })

  await expect(destroyTrail(ports)(rig.documentId, seen)).rejects.toMatchObject({ detail: { because: 'otherAsked' } })

  const row = await rowOf(rig)
  expect([row.generation, author.lastClose]).toEqual([1, null])
  expect(await rig.store.disposals.list(row)).toMatchObject([{ reason: '別の理由', done: null }])
  await rig.stop()
})

test('[LD7.8] a request that takes the place of another in the moment of its confirmation is not confirmed by it', async () => {
  const rig = await startCollab()
  const ports = destroyingIn(rig)
  const askAnew = async (reason: string) =>
    askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason })
  await askAnew('確定')
  const seen = await confirmationIn(rig)
  const keys: typeof rig.store.keys = {
    ...rig.store.keys,
    async ofGeneration(...of) {
      await askAnew('確かめている間の依頼')
      return rig.store.keys.ofGeneration(...of)
    },
  }

  const confirming = destroyTrail({ ...ports, store: { ...rig.store, keys } })(rig.documentId, seen)

  await expect(confirming).rejects.toMatchObject({ detail: { because: 'otherAsked' } })
  const row = await rowOf(rig)
  expect(await rig.store.disposals.list(row)).toMatchObject([{ reason: '確かめている間の依頼', done: null }])
  expect(row.generation).toBe(1)
  await rig.stop()
})

test('[LD7.8] a request that was shown is told from one that takes its place in the same millisecond', async () => {
  const rig = await startCollab()
  const now = systemClock.now()
  const ports = { ...destroyingIn(rig), clock: { now: () => now } }
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const seen = await confirmationIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'personsRequest', reason: '別の理由' })

  await expect(destroyTrail(ports)(rig.documentId, seen)).rejects.toMatchObject({ detail: { because: 'otherAsked' } })

  expect((await rowOf(rig)).generation).toBe(1)
  await rig.stop()
})

test('[LD7.8] [LD7.9] what was asked of the generation before waits for nobody in the next', async () => {
  const rig = await startCollab()
  const ports = destroyingIn(rig)
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const seen = await confirmationIn(rig)
  const waited = await trailsAskedFor(rig.store)
  await raiseAllGenerations({ ...rig.live, clock: systemClock, log: silentLog })
  const { generation } = await rowOf(rig)

  await expect(destroyTrail(ports)(rig.documentId, seen)).rejects.toMatchObject({ detail: { because: 'notAsked' } })

  expect([waited.length, await trailsAskedFor(rig.store)]).toEqual([1, []])
  expect((await rowOf(rig)).generation).toBe(generation)
  await rig.stop()
})

test('[LD7.5] whoever comes in or is shown out as the trail is destroyed notes no position in it any more', async () => {
  let isDestroyed = false
  const answered = Promise.withResolvers<void>()
  const late: number[] = []
  const rig = await startCollab({
    alterStore: (store) => ({
      ...store,
      lastReadings: {
        ...store.lastReadings,
        async find(documentId, memberId) {
          const known = await store.lastReadings.find(documentId, memberId)
          await answered.promise
          return known
        },
        async save(documentId, memberId, reading) {
          if (isDestroyed) late.push(reading.present.generation)
          await store.lastReadings.save(documentId, memberId, reading)
        },
      },
    }),
  })
  const author = rig.join(1)
  await author.settled()
  await destroyTrailOf(rig)
  isDestroyed = true
  answered.resolve()
  await until(() => author.lastClose !== null && rig.live.figures().sockets === 0, 'their session has ended')
  // Asked after whatever their leaving has asked, and answered after it.
  for (let time = 0; time < 3; time++) await rig.store.lastReadings.find(rig.documentId, memberNumber(1))

  expect(late).toEqual([])
  await rig.stop()
})
