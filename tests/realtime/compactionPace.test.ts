import { expect, test } from 'vitest'
import { compact } from '#server/collab/compaction.ts'
import { systemClock } from '#server/platform/clock.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { makeId } from '#shared/core/ids.ts'
import { later } from '#shared/core/time.ts'
import { type CollabRig, memberNumber, type RigOptions, startCollab } from '#tests/support/collabRig.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

/** Enough for a snapshot to be due. */
const MANY = 600
const WATCHED_TICKS = 100

/** Writes what changes nothing, `MANY` times. */
async function writeMany(rig: CollabRig): Promise<void> {
  const { store } = rig
  const row = await rowOf(rig)
  const head = await store.journal.headOf(row)
  const entries = Array.from({ length: MANY }, (_, index) => ({
    ...{ sequence: head + 1 + index, update: new Uint8Array(), userId: memberNumber(1), isVoid: true },
    ...{ connectionId: makeId('connection', String(head).padStart(26, '0')), frameFrom: index, frameTo: index },
    writtenAt: systemClock.now(),
  }))
  await store.journal.append(row, entries)
}

/** Rooms tick as fast as they can; how long one has waited is what the test says. */
function heldPace() {
  let now = 0
  let ticks = 0
  const timers: Timers = {
    ...systemTimers,
    every: (_, then) =>
      systemTimers.every(5, () => {
        ticks++
        then()
      }),
    elapsedMs: () => now,
  }
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  return { timers, ticks: () => ticks, pass }
}

interface CountingNode {
  readonly node: CollabRig
  /** How often it has tried to make a snapshot. */
  readonly tries: () => number
}

/** A node over the rig's store. */
async function countingNode(rig: CollabRig, timers: Timers): Promise<CountingNode> {
  let tries = 0
  const alterStore: RigOptions['alterStore'] = (store) => ({
    ...store,
    documents: {
      ...store.documents,
      takeLease(...asked) {
        tries++
        return store.documents.takeLease(...asked)
      },
    },
  })
  return { node: await rig.reopen({ alterStore, ports: { timers } }), tries: () => tries }
}

test('[KS34] while another node makes the snapshot, a node does not draw up the whole document for it again and again, and learns of it', async () => {
  const rig = await startCollab()
  const lease = { holder: 'another node', until: later(systemClock.now(), 60_000) }
  await rig.store.documents.takeLease(rig.documentId, lease, systemClock.now())
  await writeMany(rig)
  const time = heldPace()
  const { node, tries } = await countingNode(rig, time.timers)
  const { room, release } = await node.live.rooms.hold(rig.documentId)

  await expect.poll(tries).toBe(1)
  time.pass(4_999)
  const from = time.ticks()
  await expect.poll(time.ticks).toBeGreaterThan(from + WATCHED_TICKS)
  const triesMeanwhile = tries()
  const made = await rig.live.rooms.read(rig.documentId, async ({ document }) =>
    compact({ ...rig.store, clock: systemClock, holder: lease.holder }, document.row, await document.state()),
  )
  time.pass(1)
  await expect.poll(() => room.document.row.snapshotSequence).toBe(made)

  expect([triesMeanwhile, tries()]).toEqual([1, 2])
  release()
  await node.stop()
  await rig.stop()
})
