import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { compact } from '#server/collab/compaction.ts'
import { systemClock } from '#server/platform/clock.ts'
import { makeId } from '#shared/core/ids.ts'
import { later } from '#shared/core/time.ts'
import { type CollabRig, memberNumber, type RigOptions, startCollab } from '#tests/support/collabRig.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

/** Enough for a snapshot to be due. */
const MANY = 600
const WATCHED_MS = 2_000

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

/** A node over the rig's store, and how often it has tried to make a snapshot. */
async function countingNode(rig: CollabRig): Promise<{ readonly node: CollabRig; readonly tries: () => number }> {
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
  return { node: await rig.reopen({ alterStore }), tries: () => tries }
}

test('[KS34] while another node makes the snapshot, a node does not draw up the whole document for it again and again, and learns of it', async () => {
  const rig = await startCollab()
  const lease = { holder: 'another node', until: later(systemClock.now(), 60_000) }
  await rig.store.documents.takeLease(rig.documentId, lease, systemClock.now())
  await writeMany(rig)
  const { node, tries } = await countingNode(rig)
  const { room, release } = await node.live.rooms.hold(rig.documentId)

  await sleep(WATCHED_MS)
  const triesMeanwhile = tries()
  const made = await rig.live.rooms.read(rig.documentId, async ({ document }) =>
    compact({ ...rig.store, clock: systemClock, holder: lease.holder }, document.row, await document.state()),
  )
  await expect.poll(() => room.document.row.snapshotSequence).toBe(made)

  expect([triesMeanwhile, tries()]).toEqual([1, 2])
  release()
  await node.stop()
  await rig.stop()
})
