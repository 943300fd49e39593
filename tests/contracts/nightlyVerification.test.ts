import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ObjectId } from 'mongodb'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Checkpoint } from '#server/features/audit/seal/checkpoint.ts'
import { checkpointFileOf } from '#server/features/audit/seal/checkpointFolder.ts'
import { LOOK_MS, NightlyVerification } from '#server/features/audit/seal/nightlyVerification.ts'
import { OutsideReader } from '#server/features/audit/seal/outside.ts'
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
  const breaths: number[] = []
  const timers: Timers = {
    ...systemTimers,
    every(milliseconds, then) {
      if (milliseconds === LOOK_MS) looks.push(then)
      return { stop: () => looks.splice(0) }
    },
    after(milliseconds, then) {
      breaths.push(milliseconds)
      return systemTimers.after(0, then)
    },
  }
  return { timers, breaths, tick: () => looks[0]?.() }
}

function nodeNamed(holder: string, timers: Timers = heldTimers().timers, outside: OutsideReader | null = null) {
  const logged: string[] = []
  const log = {
    ...silentLog,
    info: (event: string) => logged.push(event),
    error: (event: string) => logged.push(`error ${event}`),
  }
  const { store: seals } = sealingNode(store.connection)
  const nights = mongoVerifications(store.connection)
  const sealed = { db: db(), nights, seals, outside, publicKey: SIGNER.publicKey }
  const ports = { ...sealed, clock, timers, log: log as typeof silentLog }
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
  expect([LOOK_MS <= HOUR_MS, await last()]).toEqual([true, null])

  held.tick()
  await until(async () => (await last()) !== null, 'the night is verified')
  expect(await last()).toEqual({ at: now, count: 10, faults: [], outside: null })
  await db()
    .collection('auditRecords')
    .updateOne({ _id: await entryAt(4) }, { $set: { kind: 'signOut' } })
  now += 22 * HOUR_MS
  await nightly.look()
  expect([logged, (await last())?.faults]).toEqual([['trail.verified'], []])

  now += HOUR_MS
  await nightly.look()
  expect(await last()).toEqual({ at: now, count: 10, faults: [{ kind: 'edited', count: 1 }], outside: null })
  expect(logged).toEqual(['trail.verified', 'trail.verified', 'error trail.faultsFound'])
  await nightly.stop()
})

test('[AC6.46] the seal of a server looks by itself whether a night is to be verified, and does not when it has ended', async () => {
  await sealTen(store.connection)
  const [held, ended] = [heldTimers(), heldTimers()]
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-outside-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const seal = (timers: Timers) =>
    trailSeal({
      ...{ connection: store.connection, isShared: false, seed: new Uint8Array(32).fill(9), folder },
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
  // It looks where it writes.
  expect((await last())?.outside).not.toBeNull()
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

  expect(logged).toEqual(['error trail.notVerified', 'trail.verified'])
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

  now += 24 * HOUR_MS
  // So is this one, and it is killed: for two hours nobody knows that.
  const killed = nodeNamed('killed', { ...systemTimers, after: () => ({ stop: () => undefined }) })
  void killed.nightly.look()
  await until(
    async () => (await db().collection('auditVerifications').findOne({}))?.holder === 'killed',
    'it has begun',
  )
  now += 2 * HOUR_MS - 1
  await other.nightly.look()
  expect(other.logged.length + one.logged.length).toBe(3)
  now += 1
  await other.nightly.look()
  expect(other.logged.length + one.logged.length).toBe(4)
})

test('[AC6.48] the trail is verified in slices, with a breath after each hundred of its records', async () => {
  const node = sealingNode(store.connection)
  await node.record(450)
  await node.sealer.stop()
  // Somebody did something just now: it has no seal yet, so that all ids are looked through, too.
  const records = db().collection('auditRecords')
  await records.insertOne({ ...(await records.findOne({})), _id: new ObjectId(), at: Date.now() })
  const held = heldTimers()
  const { nightly } = nodeNamed('one', held.timers)

  await nightly.look()

  expect((await last())?.count).toBe(450)
  // Its seals, its records and the ids that are sealed are read one after another, each in four slices at least.
  expect(held.breaths.length).toBeGreaterThanOrEqual(3 * 4)
  expect(Math.min(...held.breaths)).toBeGreaterThan(0)
})

const DAY_MS = 24 * HOUR_MS

/** Ten records that are sealed, a folder outside that holds what was signed of them, and a night after that. */
async function heldOutside() {
  const checkpoints = await sealTen(store.connection)
  await sealingNode(store.connection).store.noteBegun()
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-outside-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (lines: readonly Checkpoint[]) => {
    const file = checkpointFileOf(folder, checkpoints[0]?.chain ?? '')
    writeFileSync(file, lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''))
  }
  write(checkpoints)
  now = Date.now() + DAY_MS
  const night = async (node: ReturnType<typeof nodeNamed>) => {
    now += DAY_MS
    await node.nightly.look()
    const { faults, outside } = (await last()) ?? {}
    return { faults: faults?.map(({ kind }) => kind), outside }
  }
  return { checkpoints, folder, write, night }
}

test('[AC8.1] a night holds the trail against the checkpoints outside: an end cut off with all that was signed of it, and a checkpoint under another time, are found', async () => {
  const { folder, night } = await heldOutside()
  const [blind, node] = [nodeNamed('blind'), nodeNamed('one', undefined, new OutsideReader(folder, systemTimers))]
  expect(await night(node)).toEqual({ faults: [], outside: { state: 'held', count: 2 } })

  const signed = db().collection<Checkpoint>('auditCheckpoints')
  const first = await signed.findOne({ count: 5 })
  const { chain, count, head, at } = first as Checkpoint
  await signed.updateOne({ count }, { $set: SIGNER.sign({ chain, count, hash: head }, at - HOUR_MS) })
  expect((await night(node)).faults).toEqual(['redated'])
  await signed.updateOne({ count }, { $set: { at, signature: (first as Checkpoint).signature } })

  await db()
    .collection('auditRecords')
    .deleteOne({ _id: await entryAt(10) })
  await db().collection('auditSeals').deleteOne({ index: 10 })
  await signed.deleteOne({ count: 10 })
  expect(await night(blind)).toEqual({ faults: [], outside: null })
  expect(await night(node)).toEqual({ faults: ['truncated'], outside: { state: 'held', count: 2 } })
  expect(node.logged).toContain('error trail.faultsFound')
})

test('[AC8.2] a night says that checkpoints are missing outside, whether the newest or some that were there the night before; one folder that was named later is held', async () => {
  const { checkpoints, folder, write, night } = await heldOutside()
  const node = nodeNamed('one', undefined, new OutsideReader(folder, systemTimers))
  const [first, second] = checkpoints
  if (first === undefined || second === undefined) throw new Error('two were signed')

  write([first])
  expect(await night(node)).toEqual({ faults: [], outside: { state: 'fewer', count: 1 } })
  write([])
  expect((await night(node)).outside).toEqual({ state: 'fewer', count: 0 })
  write([second])
  expect((await night(node)).outside).toEqual({ state: 'held', count: 1 })
  write([first, second])
  await night(node)
  write([second])
  expect((await night(node)).outside).toEqual({ state: 'fewer', count: 1 })
  expect(node.logged.filter((event) => event === 'error trail.fewerOutside')).toHaveLength(3)
})

test('[AC8.3] a folder outside that cannot be read, or never answers, is said to be that, keeps one reading and never a second, and all else is verified', async () => {
  const { folder, checkpoints, night } = await heldOutside()
  const gone = nodeNamed('gone', undefined, new OutsideReader(join(folder, 'gone'), systemTimers))
  await db()
    .collection('auditRecords')
    .updateOne({ _id: await entryAt(4) }, { $set: { kind: 'signOut' } })
  expect(await night(gone)).toEqual({ faults: ['edited'], outside: { state: 'unread', count: 0 } })
  expect(gone.logged).toContain('error trail.outsideNotRead')

  const hung = join(folder, 'hung')
  execFileSync('mkdir', [hung])
  const file = checkpointFileOf(hung, checkpoints[0]?.chain ?? '')
  // Whoever opens it for reading waits until somebody writes.
  execFileSync('mkfifo', [file])
  const soon = { ...systemTimers, after: (_ms: number, then: () => void) => systemTimers.after(50, then) }
  const silent = nodeNamed('silent', undefined, new OutsideReader(hung, soon))
  for (let again = 0; again < 6; again += 1) expect((await night(silent)).outside?.state).toBe('unread')
  writeFileSync(file, '')
  rmSync(file)
  await until(async () => (await night(silent)).outside?.state !== 'unread', 'it is read when it answers again')
})
