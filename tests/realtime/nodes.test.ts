import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WAYS_TO_END, type WayOfEnding } from '#tests/support/nodeFaults/endings.ts'
import { removals } from '#tests/support/nodeFaults/removals.ts'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { allRead, CONFERENCE, TwoNodes } from '#tests/support/twoNodes.ts'
import { until } from '#tests/support/until.ts'

const skip = isWithoutMongod()
let two: TwoNodes

beforeAll(async () => {
  if (!skip) two = await TwoNodes.start()
}, 120_000)
afterEach(() => two?.leaveAll())
afterAll(() => two?.stop(), 60_000)

test.skipIf(skip)(
  '[KS20] people at two nodes write one note at once, and all of it is at both, acknowledged',
  async () => {
    const [here, there] = [await two.person(0, 'B'), await two.person(1, 'D')]
    const [first, second] = [await two.editor(0, here), await two.editor(1, there)]

    for (let number = 0; number < 40; number++) {
      first.type(`一${number}、`)
      second.type(`二${number}、`)
      if (number % 4 === 0) await Promise.all([first.roundTrip(), second.roundTrip()])
    }
    first.erase(2)
    await Promise.all([first.settled(), second.settled()])
    await allRead('二39、', [first, second])

    const [one, other] = await two.digests()
    expect([first.text.includes('一39、'), one === other, first.lastClose, second.lastClose]).toEqual([
      true,
      true,
      null,
      null,
    ])
  },
)

test.skipIf(skip)('[KS20] a reader at one node is told of what is written at the other within a second', async () => {
  const writer = await two.editor(0, await two.person(0, 'B'))
  const reader = await two.listener(1, await two.person(1, 'C'))

  const typedAt = performance.now()
  writer.type('向こうの言葉')
  await reader.isToldOf(two.documentId)

  expect(performance.now() - typedAt).toBeLessThan(1_500)
})

test.skipIf(skip)(
  '[KS10] people at two nodes see each other by the names the server knows, and who leaves is gone',
  async () => {
    const first = await two.editor(0, await two.person(0, 'B'))
    const second = await two.editor(1, await two.person(1, 'D'))
    first.provider.awareness.setLocalState({ cursor: null, composing: true, user: { name: '偽名' } })
    second.provider.awareness.setLocalState({ cursor: null, composing: false })

    const seen = () => second.provider.awareness.getStates().get(first.doc.clientID)
    await until(() => seen()?.composing === true, 'the second node shows who is at the first')
    await until(
      () => first.provider.awareness.getStates().has(second.doc.clientID),
      'and the first who is at the second',
    )
    const name = seen()?.user.name
    first.leave()
    await until(() => seen() === undefined, 'who left is gone')

    expect(name).toBe('Bさん')
  },
)

test.skipIf(skip)(
  '[KS9] a sign-out closes what its session has open at the other node within a second, and nobody else',
  async () => {
    const visitor = await two.person(0, 'D')
    const [left, stays] = [await two.editor(1, visitor), await two.editor(1, await two.person(1, 'D'))]
    const leftHints = await two.listener(1, visitor)
    const isOut = () => left.lastClose?.reason === 'signedOut' && !leftHints.isOpen

    await visitor.send('DELETE', '/api/session')
    await until(isOut, 'the other node closes its sockets', 1_000)

    expect(stays.lastClose).toBe(null)
  },
)

test.skipIf(skip).each(Object.keys(WAYS_TO_END) as WayOfEnding[])(
  '[KS9] S-07: whose right to write ends (%s) is out at both nodes within a second, while others type, and can do nothing of it any more',
  async (way) => {
    const report = await removals(two, way, 1)

    expect(report.wrong).toEqual([])
    expect(Math.max(...report.closedMs)).toBeLessThan(1_500)
    expect(Math.max(...report.goneMs)).toBeLessThan(1_500)
  },
)

/** Unit: milliseconds in which others have found out that a node says nothing: ten seconds, a beat of four, and what a busy machine adds. */
const STILL_MS = 17_000

// The last: nothing of the demo that the others began with is left.
test.skipIf(skip)(
  '[KS20] a node at which the demo was emptied goes on following the others: who sits still there is still seen elsewhere',
  async () => {
    const administrator = await two.person(0, 'A')
    expect((await administrator.send('DELETE', '/api/demo-council')).status).toBe(204)
    await administrator.readSession()
    expect((await administrator.post('/api/demo-council')).status).toBe(201)
    const [here, there] = [await two.person(0, 'B'), await two.person(1, 'D')]
    const { documentId } = (await here.get(`/api/conferences/${CONFERENCE}`)).body
    const [first, second] = [await two.editorOf(documentId, 0, here), await two.editorOf(documentId, 1, there)]
    first.provider.awareness.setLocalState({ cursor: null, composing: false })
    // By itself a page shows itself again every fifteen seconds.
    clearInterval(first.provider.awareness._checkInterval)
    const isSeen = () => second.provider.awareness.getStates().has(first.doc.clientID)
    await until(isSeen, 'the second node shows who is at the first')

    await sleep(STILL_MS)

    expect(isSeen()).toBe(true)
  },
)
