import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EndingStore, mongoEndingStore } from '#server/access/endings.mongo.ts'
import { ASK_EVERY_MS, StoredRevocation } from '#server/access/storedRevocation.ts'
import { mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import { noChangeFeed } from '#server/platform/changeFeed.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { atomicallyOn, prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'
import { until } from '#tests/support/until.ts'

let store: TestStore
const nodes: StoredRevocation[] = []

beforeAll(async () => {
  store = await startTestStore()
})
afterAll(async () => {
  for (const node of nodes) node.stop()
  await store.close()
})

const withOwnModels = (connection: Connection) => connection.useDb(connection.name)

/** A node over the store: it hears of others by asking only. */
async function aNode(alter: (endings: EndingStore) => EndingStore = (endings) => endings, timers = systemTimers) {
  const connection = withOwnModels(store.connection)
  const endings = alter(mongoEndingStore(connection, process.env.MONGODB_URI !== undefined))
  const atomically = atomicallyOn(connection)
  const node = new StoredRevocation({
    ...{ endings, atomically, feed: noChangeFeed },
    ...{ clock: systemClock, timers, log: silentLog, askEveryMs: ASK_EVERY_MS },
  })
  const audit = mongoAuditTrail(connection, systemClock)
  await prepareCollections(connection)
  await node.start()
  nodes.push(node)
  const heard = { raised: 0, sessions: [] as string[] }
  node.onRaised(() => heard.raised++)
  node.onSessionEnded((sessionId) => heard.sessions.push(sessionId))
  return { node, heard, audit }
}

test('[AC4.3] rights that end at one node are in doubt there with the commit and at every other within half a second', async () => {
  const [here, there] = [await aNode(), await aNode()]
  const [epochHere, epochThere] = [here.node.epoch(), there.node.epoch()]

  await here.node.endingRights(() => here.audit.append({ kind: 'membershipEnded', by: null, objectIds: ['one'] }))

  expect(here.node.epoch()).toBeGreaterThan(epochHere)
  await until(() => there.node.epoch() > epochThere, 'the other node hears of it', 1_000)
  await until(() => here.node.lagMs() < 300, 'the first node has asked since')
  expect([here.heard.raised, there.heard.raised, there.heard.sessions]).toEqual([1, 1, []])
})

test('[AC4.3] an ending is kept together with its record or not at all', async () => {
  const { node, heard, audit } = await aNode()
  const records = () => store.connection.collection('auditRecords').countDocuments({ objectIds: 'undone' })

  const failing = node.endingRights(async () => {
    await audit.append({ kind: 'membershipEnded', by: null, objectIds: ['undone'] })
    throw new Error('the act fails after all')
  })

  await expect(failing).rejects.toThrow('after all')
  const other = await aNode()
  expect([await records(), heard.raised, other.heard.raised]).toEqual([0, 0, 0])
})

test('[AC4.4] a sign-in that ends at one node ends at every other, and nobody else is judged anew', async () => {
  const [here, there] = [await aNode(), await aNode()]

  await here.node.endingSession('session-1', async () => undefined)
  await until(() => there.heard.sessions.length > 0, 'the other node hears of it', 1_000)

  expect([here.heard, there.heard]).toEqual([
    { raised: 0, sessions: ['session-1'] },
    { raised: 0, sessions: ['session-1'] },
  ])
})

test('[AC4.5] a node that the store has not answered for two seconds takes no verdict as standing, and goes on when it answers', async () => {
  let isCut = false
  let aheadMs = 0
  const timers = { ...systemTimers, elapsedMs: () => systemTimers.elapsedMs() + aheadMs }
  const cutAtWill = (endings: EndingStore) => ({
    ...endings,
    epoch: () => (isCut ? Promise.reject(new Error('the store is away')) : endings.epoch()),
  })
  const { node } = await aNode(cutAtWill, timers)
  const epoch = node.epoch()

  await until(() => node.lagMs() < 300, 'the store has just answered')
  isCut = true
  const stillTrusted = node.epoch()
  aheadMs = 2_000
  await until(() => node.lagMs() > 2_000, 'two seconds have passed')
  const cutOff = [node.epoch(), await node.askedEpoch()]
  isCut = false
  const answered = await node.askedEpoch()

  expect([stillTrusted, cutOff, answered, node.epoch()]).toEqual([epoch, [Number.NaN, Number.NaN], epoch, epoch])
})

test('[AC4.3] a node that finds endings it can no longer read judges everybody anew', async () => {
  const [here, there] = [await aNode((endings) => ({ ...endings, between: async () => [] })), await aNode()]

  await there.node.endingSession('session-2', async () => undefined)
  await until(() => here.heard.raised === 1, 'everybody is judged anew', 1_000)

  expect(here.heard.sessions).toEqual([])
})
