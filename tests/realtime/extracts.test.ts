import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

test('[KS7] readers get one drawing of the document as it is when they ask, and another only after a change', async () => {
  const { room } = await rig.live.rooms.hold(rig.documentId)
  const author = rig.join(1)
  await author.settled()
  author.type('住まい')
  await author.settled()

  const ask = () => rig.live.extracts.of(room, 'full')
  const [first, second] = await Promise.all([ask(), ask()])
  author.type('と仕事')
  await author.settled()
  const third = await ask()

  expect(second).toBe(first)
  expect([first, third].map(({ json }) => json.includes('住まいと仕事'))).toEqual([false, true])
  expect(first.json).toContain('住まい')
})

test('[KS7] what the server writes for a member, and what another node wrote, is drawn from as any other edit', async () => {
  const changed: string[] = []
  const own = await startCollab({ ports: { onChanged: () => void changed.push('here') } })
  const behind = await own.reopen({ ports: { onChanged: () => void changed.push('there') } })
  const { room, release } = await behind.live.rooms.hold(own.documentId)

  await own.live.rooms.read(own.documentId, (written) =>
    written.write({
      ...{ by: memberNumber(1), editId: randomIdSource(systemClock).next('connection') },
      change: (doc) => doc.getXmlFragment(BODY_KEY).push([new Y.XmlElement('paragraph')]),
    }),
  )
  await until(() => changed.includes('here'), 'what the server wrote is drawn from')
  room.heardOf(2)
  await until(() => changed.includes('there'), 'what another node wrote is drawn from')

  expect(room.sequence).toBe(2)
  release()
  for (const each of [behind, own]) await each.stop()
})

test('[KS7] others get their turn while a long document is read for the first time', async () => {
  const long = await startCollab()
  const author = long.join(1)
  await author.settled()
  for (let line = 0; line < 20; line++) author.addLine().insert(0, '支援'.repeat(10_000))
  await author.settled()
  const { room, release } = await long.live.rooms.hold(long.documentId)
  await room.document.prepare()
  let [turns, isDrawn] = [0, false]
  const count = () => {
    turns++
    if (!isDrawn) setImmediate(count)
  }
  setImmediate(count)

  const { json } = await long.live.extracts.of(room, 'full')
  isDrawn = true

  expect(json.length).toBeGreaterThan(400_000)
  expect(turns).toBeGreaterThan(10)
  release()
  await long.stop()
})
