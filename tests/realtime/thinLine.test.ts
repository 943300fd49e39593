import { expect, test } from 'vitest'
import { CHANGEOVER_LIMITS } from '#client/collab/connection/changeover.ts'
import { startCollab, tokenOf } from '#tests/support/collabRig.ts'
import { hastenedTime } from '#tests/support/hastenedTime.ts'
import { NodePage } from '#tests/support/nodePage.ts'
import { startThinLine } from '#tests/support/thinLine.ts'

/** A paper as long as a year of plans; on its way for longer than any silence that is taken for a dead line. */
const PIECES = 4
const PIECE = 'あ'.repeat(100_000)
const BYTES_PER_SECOND = 32_768
/** A minute of the page, the line and the server is ten seconds of the machine's. */
const HASTE = 6

test('[KS55] whoever opens a long document over a thin line has it when the line has carried it', async () => {
  const rig = await startCollab()
  const writer = rig.join(1)
  await writer.settled()
  for (let piece = 0; piece < PIECES; piece++) {
    writer.addLine().insert(0, PIECE)
    await writer.settled()
  }
  const time = hastenedTime(HASTE)
  const hastened = await rig.reopen({ ports: time })
  const line = await startThinLine(Number(new URL(hastened.doorOf(2).address).port), BYTES_PER_SECOND * HASTE)
  const door = { ...hastened.doorOf(2), address: `ws://127.0.0.1:${line.port}`, token: tokenOf(2) }

  const page = new NodePage(door, CHANGEOVER_LIMITS, time)
  await expect.poll(() => page.connection.state().isOpen, { timeout: 90_000, interval: 200 }).toBe(true)

  expect(page.text.length).toBeGreaterThan(PIECES * PIECE.length)
  page.leave()
  await line.stop()
  await hastened.stop()
  await rig.stop()
})
