import { expect, test } from 'vitest'
import { startCollab } from '#tests/support/collabRig.ts'
import { countedTimers } from '#tests/support/countedTimers.ts'
import { heldDay } from '#tests/support/heldDay.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

const fastTimers = () => countedTimers(10)

test('[KS11] a room with nobody in it leaves memory, what it held is kept, and no timer is left', async () => {
  const timers = fastTimers()
  const rig = await startCollab({ ports: { timers } })
  for (let round = 0; round < 3; round++) {
    const author = rig.join(1)
    await author.settled()
    author.type(`第${round}回`)
    await author.settled()
    author.leave()
    await until(() => rig.live.rooms.size === 0, 'the room is gone', 3_000)
  }
  await until(() => timers.count() === 0, 'no timer is left', 1_000)

  const reader = rig.join(2)
  await reader.reads('第0回第1回第2回')
  const row = await rig.store.documents.find(rig.documentId)
  expect(row?.snapshotSequence).toBeGreaterThan(1)
  await rig.stop()
})

test('[KS11] who opens a document while it leaves memory gets the same room, and not a letter is lost', async () => {
  const writing = Promise.withResolvers<void>()
  const mayWrite = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const rig = await startCollab({
    ports: { timers: fastTimers() },
    alterStore: (store) => ({
      ...store,
      snapshots: {
        ...store.snapshots,
        async write(of, sequence, content) {
          writing.resolve()
          await mayWrite.promise
          await store.snapshots.write(of, sequence, content)
        },
        async removeOthers(of, sequence) {
          await store.snapshots.removeOthers(of, sequence)
          written.resolve()
        },
      },
    }),
  })
  const first = rig.join(1)
  await first.settled()
  first.type('先の人')
  await first.settled()
  first.leave()
  await writing.promise

  const second = rig.join(2)
  await second.settled()
  second.type('と後の人')
  await second.settled()
  mayWrite.resolve()
  await written.promise
  await second.roundTrip()
  second.type('。')
  await second.settled()
  const third = rig.join(3)
  await third.reads('先の人と後の人。')

  expect([rig.live.rooms.size, second.helloCount]).toEqual([1, 1])
  await rig.stop()
})

test('[KS54] a room of which no snapshot can be made leaves no timer, and what was written in it gets its version', async () => {
  const day = heldDay()
  const rig = await startCollab({
    ports: { clock: day.clock, timers: day.timers, idleMs: 20 },
    alterStore: (store) => ({
      ...store,
      snapshots: { ...store.snapshots, write: () => Promise.reject(new Error('the disk has no room for it')) },
    }),
  })
  day.pass(9)
  const author = rig.join(1)
  await author.settled()
  author.type('控えのない部屋で。')
  await author.settled()
  await until(() => day.count() > 0, 'a version is waited for')
  day.pass(2)

  author.leave()
  await until(() => rig.live.rooms.size === 0, 'the room is gone', 3_000)

  expect(day.count()).toBe(0)
  expect(await rig.store.versions.list(await rowOf(rig))).toHaveLength(1)
  await rig.stop()
})
