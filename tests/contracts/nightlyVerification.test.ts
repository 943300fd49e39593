import type { ObjectId } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LOOK_MS, NightlyVerification } from '#server/features/audit/seal/nightlyVerification.ts'
import { mongoSealReader } from '#server/features/audit/seal/sealReader.mongo.ts'
import type { Seal } from '#server/features/audit/seal/trailChain.ts'
import { trailSeal } from '#server/features/audit/seal/trailSeal.ts'
import { mongoVerifications } from '#server/features/audit/seal/verifications.mongo.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { instant } from '#shared/core/time.ts'
import { SIGNER, sealingNode, sealTen } from '#tests/support/sealedTrail.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'
import { until } from '#tests/support/until.ts'

let store: TestStore
beforeEach(async () => {
  store = await startTestStore()
  now = Date.parse('2026-11-24T03:00:00+09:00')
})
afterEach(() => store.close())

/** The hour of all nodes, held here. */
let now: number
const clock = { now: () => instant(now) }
const HOUR_MS = 3_600_000
const db = () => store.connection.getClient().db(store.connection.name)
const last = () => mongoSealReader(store.connection).lastVerified()

/** Timers that are called by the test, and that never wait. */
function heldTimers() {
  const looks: (() => void)[] = []
  let breaths = 0
  const timers: Timers = {
    ...systemTimers,
    every(milliseconds, then) {
      if (milliseconds === LOOK_MS) looks.push(then)
      return { stop: () => looks.splice(0) }
    },
    after(_milliseconds, then) {
      breaths += 1
      return systemTimers.after(0, then)
    },
  }
  return { timers, breaths: () => breaths, tick: () => looks[0]?.() }
}

function nodeNamed(holder: string, timers: Timers = heldTimers().timers) {
  const logged: string[] = []
  const log = {
    ...silentLog,
    info: (event: string) => logged.push(event),
    error: (event: string) => logged.push(event),
  }
  const { store: seals } = sealingNode(store.connection)
  const nights = mongoVerifications(store.connection)
  const ports = { db: db(), nights, seals, publicKey: SIGNER.publicKey, clock, timers, log: log as typeof silentLog }
  return { logged, nights, nightly: new NightlyVerification({ ...ports, holder }) }
}

const entryAt = async (index: number) =>
  (await db().collection<Seal>('auditSeals').findOne({ index }))?.entryId as ObjectId

test('[AC6.46] once a night all of the trail is verified and what it came to is kept; a record that somebody changed is found the next night, and logged as an error', async () => {
  await sealTen(store.connection)
  await sealingNode(store.connection).store.noteBegun()
  const held = heldTimers()
  const { nightly, logged } = nodeNamed('one', held.timers)
  nightly.start()
  expect(await last()).toBeNull()

  held.tick()
  await until(async () => (await last()) !== null, 'the night is verified')
  expect(await last()).toEqual({ at: now, count: 10, faults: [] })
  await db()
    .collection('auditRecords')
    .updateOne({ _id: await entryAt(4) }, { $set: { kind: 'signOut' } })
  now += 22 * HOUR_MS
  await nightly.look()
  expect([logged, (await last())?.faults]).toEqual([['trail.verified'], []])

  now += HOUR_MS
  await nightly.look()
  expect(await last()).toEqual({ at: now, count: 10, faults: [{ kind: 'edited', count: 1 }] })
  expect(logged).toEqual(['trail.verified', 'trail.verified', 'trail.faultsFound'])
  await nightly.stop()
})

test('[AC6.46] the seal of a server looks by itself whether a night is to be verified, and does not when it has ended', async () => {
  await sealTen(store.connection)
  const [held, ended] = [heldTimers(), heldTimers()]
  const seal = (timers: Timers) =>
    trailSeal({
      ...{ connection: store.connection, isShared: false, seed: new Uint8Array(32).fill(9), folder: null },
      ...{ clock, timers, ids: randomIdSource(clock), log: silentLog },
    })
  const [one, gone] = [seal(held.timers), seal(ended.timers)]
  await gone.start(false)
  await gone.stop()
  ended.tick()
  await one.start(false)
  expect(await last()).toBeNull()
  held.tick()
  await until(async () => (await last())?.count === 10, 'the night is verified')
  await one.stop()
})

test('[AC6.46] what could not be read in a night is logged, and tried again at the next look', async () => {
  await sealTen(store.connection)
  const { timers } = heldTimers()
  let isAway = true
  const failing: Timers = {
    ...timers,
    after(milliseconds, then) {
      if (isAway) throw new Error('the store is away')
      return timers.after(milliseconds, then)
    },
  }
  const { nightly, logged } = nodeNamed('one', failing)

  await nightly.look()
  isAway = false
  await nightly.look()

  expect(logged).toEqual(['trail.notVerified', 'trail.verified'])
})

test('[AC6.47] of two nodes one verifies a night; what it has begun when it ends another does at once, and of one that was killed two hours later', async () => {
  await sealTen(store.connection)
  const night = '2026-11-25' as never
  const [one, other] = [nodeNamed('one'), nodeNamed('other')]
  await Promise.all([one.nightly.look(), other.nightly.look()])
  expect([...one.logged, ...other.logged]).toEqual(['trail.verified'])

  now += 24 * HOUR_MS
  // Killed in the middle: it holds the night, and does not come back.
  await one.nights.claim(night, { holder: 'killed', now, until: now + 2 * HOUR_MS })
  await other.nightly.look()
  expect(other.logged.length + one.logged.length).toBe(1)
  now += 2 * HOUR_MS
  await other.nightly.look()
  expect(other.logged.length + one.logged.length).toBe(2)

  now += 24 * HOUR_MS
  // Its slices never come to an end.
  const stuck = nodeNamed('stuck', { ...systemTimers, after: () => ({ stop: () => undefined }) })
  void stuck.nightly.look()
  await until(async () => (await db().collection('auditVerifications').findOne({}))?.holder === 'stuck', 'it has begun')
  await stuck.nightly.stop()
  await other.nightly.look()
  expect(other.logged.length + one.logged.length).toBe(3)
})

test('[AC6.48] the trail is verified in slices, with a breath after each hundred of its records', async () => {
  const node = sealingNode(store.connection)
  await node.record(450)
  await node.sealer.stop()
  const held = heldTimers()
  const { nightly } = nodeNamed('one', held.timers)

  await nightly.look()

  expect((await last())?.count).toBe(450)
  expect(held.breaths()).toBeGreaterThanOrEqual(4)
})
