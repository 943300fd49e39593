import { afterAll, beforeAll, expect, test } from 'vitest'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import { oldClients } from '#tests/support/faults/oldClients.ts'
import { Participant } from '#tests/support/participant.ts'
import { RawClient } from '#tests/support/rawClient.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

const offering = (schemaVersion: number): RawClient =>
  new RawClient(rig.doorOf(1), [formatSubprotocol({ schemaVersion, generation: 1 })])

const rowOf = () => rig.connection.collection('documents').findOne({ _id: rig.documentId as never })
const setRow = (schemaVersion: number) =>
  rig.connection.collection('documents').updateOne({ _id: rig.documentId as never }, { $set: { schemaVersion } })

test('[LD2.8] [LD6.14] S-16: clients of the release before are refused before a byte of content, and what one of them deletes that lies comes back whole', async () => {
  expect(await oldClients(2)).toEqual({ rounds: 2, letIn: 0, notUndone: 0, isWhole: true })
})

test('[LD2.8] a document of the release before is of this one from the first who edits it', async () => {
  await setRow(SCHEMA_VERSION - 1)

  const current = new Participant(rig.doorOf(1))
  await current.synced()
  current.leave()

  expect((await rowOf())?.schemaVersion).toBe(SCHEMA_VERSION)
})

test('[LD2.8] a document that a later release has edited lets nobody of this one in, and a later client comes back later', async () => {
  const fromLater = offering(SCHEMA_VERSION + 1)
  expect([(await fromLater.ended).code, fromLater.frames]).toEqual([CLOSE_CODES.overloaded, []])

  await setRow(SCHEMA_VERSION + 1)
  const late = offering(SCHEMA_VERSION)
  expect([(await late.ended).code, late.frames]).toEqual([CLOSE_CODES.clientTooOld, []])
  await setRow(SCHEMA_VERSION)
})
