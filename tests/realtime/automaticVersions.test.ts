import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { heldDay } from '#tests/support/heldDay.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

const versionCount = async (rig: CollabRig) => (await rig.store.versions.list(await rowOf(rig))).length

/** A rig of its own day, in which somebody writes. */
async function atWork(words: string) {
  const own = heldDay()
  const fresh = await startCollab({ ports: { clock: own.clock, timers: own.timers } })
  const author = fresh.join(1)
  await author.settled()
  author.type(words)
  await author.settled()
  await until(() => own.count() > 0, 'a version is waited for')
  return { day: own, fresh, author }
}

test('[LD6.1] a room that takes the place of one that was lost makes its version in ten minutes too', async () => {
  const { day: own, fresh, author } = await atWork('前の部屋で。')
  const { documentId } = fresh
  fresh.live.rooms.heardOf({ documentId, generation: 2, sequence: 1 })
  await until(() => author.helloCount === 2, 'the page has come back')
  author.type('次の部屋で。')
  await author.settled()
  // Longer than the document is quiet before anything follows from it.
  await sleep(1_000)

  own.pass(10)
  await until(async () => (await versionCount(fresh)) > 0, 'the version is there')

  // Whoever comes in next would have it made, but nobody has.
  expect(author.helloCount).toBe(2)
  await fresh.stop()
})

test('[LD6.1] versions go on being made by themselves after the clock was put back', async () => {
  const { day: own, fresh, author } = await atWork('進んだ時計で。')
  own.pass(60)
  await until(async () => (await versionCount(fresh)) === 1, 'the first version is there')
  own.pass(-60)
  author.type('戻した時計で。')
  await author.settled()
  await until(() => own.count() > 0, 'the next version is waited for')

  own.pass(10)

  await until(async () => (await versionCount(fresh)) === 2, 'the next version is there')
  await fresh.stop()
})
