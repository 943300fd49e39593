import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isWithoutMongod } from '#tests/support/replicaSet.ts'
import { CONFERENCE, TwoNodes } from '#tests/support/twoNodes.ts'
import { until } from '#tests/support/until.ts'

const skip = isWithoutMongod()
let two: TwoNodes

beforeAll(async () => {
  if (!skip) two = await TwoNodes.start()
}, 120_000)
afterAll(() => two?.stop(), 60_000)

/** Unit: milliseconds in which others have found out that a node says nothing, and before a page shows itself again. */
const STILL_MS = 14_500

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
    const isSeen = () => second.provider.awareness.getStates().has(first.doc.clientID)
    await until(isSeen, 'the second node shows who is at the first')

    await sleep(STILL_MS)

    expect(isSeen()).toBe(true)
  },
)
