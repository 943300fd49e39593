import { expect, test } from 'vitest'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { until } from '#tests/support/until.ts'

const KIB = 1_024
/** What the two systems' own buffers hold for a reader that has stopped is far less than this. */
const WRITTEN_KIB = 24_000
const PIECE_KIB = 400

test('[KS6] one who stops reading is cut and comes back whole, and the others never wait', async () => {
  const rig = await startCollab({
    ports: { limits: { ...SESSION_LIMITS, cutAfterMs: 1_000, resyncAboveBytes: 256 * KIB, cutAboveBytes: 512 * KIB } },
  })
  const writer = rig.join(1)
  const reader = rig.join(2)
  const stuck = rig.join(3)
  await Promise.all([writer.settled(), reader.settled(), stuck.settled()])
  stuck.stopReading()

  let mostBuffered = 0
  for (let written = 0; written < WRITTEN_KIB; written += PIECE_KIB) {
    writer.type('あ'.repeat((PIECE_KIB * KIB) / 3))
    writer.erase(Number.MAX_SAFE_INTEGER)
    await writer.settled()
    mostBuffered = Math.max(mostBuffered, rig.live.figures().bufferedBytes)
  }
  writer.type('最後まで')
  await reader.reads('最後まで')
  await until(() => rig.live.figures().sockets === 2, 'the stuck one is cut', 3_000)
  stuck.goOnReading()
  await stuck.reads('最後まで')

  expect(stuck.text).toBe(writer.text)
  expect(mostBuffered).toBeLessThan(2 * 1_024 * KIB)
  await rig.stop()
})
