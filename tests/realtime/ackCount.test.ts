import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { encodeSyncStep2, encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { aReplica } from '#tests/support/sharedNote.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

const EMPTY = Uint8Array.of(0, 0)

async function comeIn(member: number, clientId: number) {
  const client = new RawClient(rig.doorOf(member))
  const server = new Y.Doc()
  await client.comeIn(server)
  return { client, replica: aReplica(server, clientId) }
}

test('[KS5] every write frame counts, the empty answer and the one known already too', async () => {
  const { client, replica } = await comeIn(1, 1001)
  replica.text().insert(0, '会議')

  client.send(encodeSyncStep2(EMPTY))
  await until(() => client.acked === 1, 'the empty answer is acknowledged')
  for (const update of replica.sent) client.send(encodeUpdate(update))
  for (const update of replica.sent) client.send(encodeUpdate(update))
  const expected = 1 + 2 * replica.sent.length

  await until(() => client.acked === expected, 'repeated frames are acknowledged')
  client.leave()
})

test('[KS5] a pure deletion is acknowledged when it is kept', async () => {
  const { client, replica } = await comeIn(2, 1002)
  replica.text().insert(0, '消す言葉')
  client.send(encodeSyncStep2(Y.encodeStateAsUpdate(replica.doc)))
  await until(() => client.acked === 1, 'the words are kept')
  replica.sent.length = 0
  replica.text().delete(0, 2)

  for (const update of replica.sent) client.send(encodeUpdate(update))
  await until(() => client.acked === 2, 'the deletion is kept')
  const reader = rig.join(3)
  await reader.settled()

  expect([reader.text.includes('消す'), reader.text.includes('言葉')]).toEqual([false, true])
  client.leave()
})

test('[KS5] a frame that overtakes what it builds on holds the count until the covering answer is kept', async () => {
  const { client, replica } = await comeIn(4, 1004)
  replica.text().insert(0, '切れている間の言葉')
  const offline = replica.sent.length
  replica.text().insert(0, '戻って')
  const overtaking = replica.sent.slice(offline)

  for (const update of [...overtaking, EMPTY]) client.send(encodeUpdate(update))
  await client.roundTrip()
  await client.roundTrip()
  expect([client.acked, client.isOpen]).toEqual([0, true])
  client.send(encodeSyncStep2(Y.encodeStateAsUpdate(replica.doc)))
  await until(() => client.acked === overtaking.length + 2, 'the covering answer brings the count up')

  const reader = rig.join(5)
  await reader.reads('戻って切れている間の言葉')
  client.leave()
})

test('[KS5] what a frame with a gap lacks is asked for, and the answer makes it whole', async () => {
  const { client, replica } = await comeIn(6, 1006)
  client.send(encodeSyncStep2(EMPTY))
  await until(() => client.acked === 1, 'the server has its answer')
  replica.text().insert(0, '届かなかった')
  replica.sent.length = 0
  replica.text().insert(0, '届いた')

  for (const update of replica.sent) client.send(encodeUpdate(update))
  await until(() => client.frames.filter(({ kind }) => kind === 'syncStep1').length === 2, 'the server asks again')
  expect(client.acked).toBe(1)
  client.answer(replica.doc)

  await until(() => client.acked === replica.sent.length + 2, 'all is acknowledged')
  client.leave()
})

test('[KS5] what was typed while the network was away is acknowledged and read after it is back', async () => {
  const memberA = rig.join(7)
  await memberA.settled()
  memberA.type('前')
  await memberA.settled()

  memberA.provider.disconnect()
  memberA.type('間')
  memberA.provider.connect()
  for (let count = 0; count < 20; count++) {
    memberA.type('後')
    await new Promise((resolve) => setImmediate(resolve))
  }
  await memberA.settled()
  const again = await rig.reopen()
  const reader = again.join(8)
  await reader.reads(`前間${'後'.repeat(20)}`)

  expect(plainText(readBody(memberA.doc))).toBe(reader.text)
  await again.stop()
})
