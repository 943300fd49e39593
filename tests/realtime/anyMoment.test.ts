import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Room } from '#server/collab/room.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { aSession } from '#tests/support/stuckSession.ts'

/** Unit: steps of what is under way between two turns of the event loop; more than a room takes to come to rest. */
const MOST_STEPS = 100

/** Somebody in the rig's room who sends frames that bring nothing. */
async function inRoom(use: (room: Room, sent: ReturnType<typeof aSession> & { send(): void }) => Promise<void>) {
  const rig = await startCollab()
  await rig.live.rooms.read(rig.documentId, async (room) => {
    const somebody = aSession()
    const { session } = somebody
    room.join(session)
    const send = () => {
      const frameNumber = session.frames.receive()
      room.receive({ from: session, frameFrom: frameNumber, frameNumber, kind: 'update', update: Uint8Array.of(0, 0) })
    }
    await use(room, { ...somebody, send })
  })
  await rig.stop()
}

test('[KS51] in whatever moment a frame comes while a room comes to rest, it is taken and acknowledged', async () => {
  await inRoom(async (_room, { session, send }) => {
    const left: number[] = []

    for (let steps = 0; steps < MOST_STEPS; steps++) {
      send()
      for (let step = 0; step < steps; step++) await Promise.resolve()
      send()
      for (let turn = 0; turn < 3; turn++) await nextTurn()
      if (session.frames.durable < session.frames.received) left.push(steps)
    }

    expect(left).toEqual([])
  })
})

test('[KS51] what came while a right was in doubt is taken when it stands again, as after a short stall of the store, though nobody judged it', async () => {
  await inRoom(async (room, { session, raiseEpoch, send }) => {
    const epoch = raiseEpoch()
    send()
    for (let turn = 0; turn < 3; turn++) await nextTurn()
    const inDoubt = session.frames.durable
    session.renew({ epoch, validUntil: null })

    room.tick()
    for (let turn = 0; turn < 3; turn++) await nextTurn()

    expect([inDoubt, session.frames.durable]).toEqual([0, 1])
  })
})
