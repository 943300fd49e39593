import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startCollab } from '#tests/support/collabRig.ts'
import { aSession } from '#tests/support/stuckSession.ts'

/** Unit: steps of what is under way between two turns of the event loop; more than a room takes to come to rest. */
const MOST_STEPS = 100

test('[KS65] in whatever moment a frame comes while a room comes to rest, it is taken and acknowledged', async () => {
  const rig = await startCollab()
  await rig.live.rooms.read(rig.documentId, async (room) => {
    const { session } = aSession()
    room.join(session)
    const send = () => {
      const frameNumber = session.frames.receive()
      room.receive({ from: session, frameFrom: frameNumber, frameNumber, kind: 'update', update: Uint8Array.of(0, 0) })
    }
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
  await rig.stop()
})
