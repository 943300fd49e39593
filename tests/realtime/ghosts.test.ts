import { expect, test } from 'vitest'
import { PresenceExchange } from '#server/collab/presenceExchange.ts'
import { mongoPresenceRows } from '#server/collab/presenceRows.mongo.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { until } from '#tests/support/until.ts'

test('[KS16] who was at a node that is gone is shown no more, also when the store has forgotten the node first', async () => {
  const rig = await startCollab()
  const reader = rig.join(1)
  await reader.settled()
  const beats: (() => void)[] = []
  let now = 0
  const timers: Timers = {
    ...systemTimers,
    elapsedMs: () => now,
    every(_, beat) {
      beats.push(beat)
      return { stop: () => undefined }
    },
  }
  const rows = mongoPresenceRows(rig.connection)
  const exchange = new PresenceExchange({
    ...{ rows, timers, clock: systemClock, log: silentLog, access: rig.access, rooms: rig.live.rooms, node: 'here' },
    feed: { on: () => undefined, onGap: () => undefined } as never,
  })
  exchange.start()
  const beat = () => {
    for (const one of beats) one()
  }
  const isShown = () => reader.provider.awareness.getStates().has(77)

  const place = { clientId: 77, writer: 78, memberId: memberNumber(2), cursor: null, composing: false }
  await rows.write({ node: 'there', documentId: rig.documentId, beat: 1, places: [place] }, systemClock.now())
  beat()
  await until(isShown, 'whoever is there is shown')
  // A row is kept for a minute by the store's clock, which may be ahead of the node's that wrote it.
  await rig.connection.collection('presences').deleteMany({})
  now += 10_000
  beat()
  await until(() => !isShown(), 'they are shown no more')

  expect(isShown()).toBe(false)
  exchange.stop()
  await rig.stop()
})

test('[LD1.5] an id that another shows at another node is nobody’s here, and whoever may not edit is not shown from there', async () => {
  const rig = await startCollab()
  const reader = rig.join(1)
  await reader.settled()
  rig.access.verdicts.set(memberNumber(3), { right: 'read', seesNames: true })
  const rows = mongoPresenceRows(rig.connection)
  const exchange = new PresenceExchange({
    ...{ rows, timers: systemTimers, clock: systemClock, log: silentLog, access: rig.access, rooms: rig.live.rooms },
    ...{ node: 'here', feed: { on: () => undefined, onGap: () => undefined } as never },
  })
  const at = (clientId: number, member: number) => ({
    ...{ clientId, writer: clientId + 1, memberId: memberNumber(member), cursor: null, composing: false },
  })
  const places = [at(97, 3), at(77, 2)]
  await rows.write({ node: 'there', documentId: rig.documentId, beat: 1, places }, systemClock.now())

  const isOwn = await rig.live.rooms.read(rig.documentId, async (room) => {
    exchange.opened(room)
    await until(() => reader.provider.awareness.getStates().has(77), 'whoever is there is shown')
    const stranger = { facts: { memberId: memberNumber(4) } } as never
    const same = { facts: { memberId: memberNumber(2) } } as never
    return [room.presences.ownTest(stranger)(77), room.presences.ownTest(same)(77), room.presences.ownTest(stranger)(5)]
  })

  expect([isOwn, reader.provider.awareness.getStates().has(97)]).toEqual([[false, true, true], false])
  exchange.stop()
  await rig.stop()
})
