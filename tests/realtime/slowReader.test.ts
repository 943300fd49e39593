import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { encodeSyncStep1 } from '#shared/protocol/frames.ts'
import { startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { until } from '#tests/support/until.ts'

const KIB = 1_024
/** What the two systems' own buffers hold for a reader that has stopped is far less than this. */
const WRITTEN_KIB = 24_000
const PIECE_KIB = 400

/** Unit: how often one who reads nothing asks for a document of 900 KB. */
const ASKED_COUNT = 30

test('[KS6] one who asks for the document again and again and reads nothing is given it no more', async () => {
  const limits = { ...SESSION_LIMITS, step1EveryMs: 20, resyncAboveBytes: 1_024 * KIB, cutAboveBytes: 2_048 * KIB }
  const rig = await startCollab({ ports: { limits } })
  const writer = rig.join(1)
  await writer.settled()
  for (let count = 0; count < 8; count++) {
    writer.type('長い文書の一行。'.repeat(5_000))
    await writer.settled()
  }
  const greedy = new RawClient(rig.doorOf(2))
  await greedy.comeIn()
  greedy.socket.pause()

  let mostBuffered = 0
  for (let asked = 0; asked < ASKED_COUNT && greedy.isOpen; asked++) {
    greedy.send(encodeSyncStep1(Uint8Array.of(0)))
    await sleep(40)
    mostBuffered = Math.max(mostBuffered, rig.live.figures().bufferedBytes)
  }

  expect(mostBuffered).toBeLessThan(limits.cutAboveBytes)
  greedy.leave()
  await rig.stop()
})

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
  await until(() => rig.live.figures().sockets === 2, 'the stuck one is cut')
  stuck.goOnReading()
  await stuck.reads('最後まで')

  expect(stuck.text).toBe(writer.text)
  expect(mostBuffered).toBeLessThan(2 * 1_024 * KIB)
  await rig.stop()
})
