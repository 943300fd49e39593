import { expect, test } from 'vitest'
import { askToDestroyTrail, destroyTrail } from '#server/collab/generations/destroyTrail.ts'
import { systemClock } from '#server/platform/clock.ts'
import { later } from '#shared/core/time.ts'
import { memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { ASKER, confirmationIn, destroyingIn, rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[LD7.2] a page that comes in while the next generation is being begun gets no byte of it', async () => {
  let found = 0
  const rig = await startCollab({
    alterStore: (store) => ({
      ...store,
      documents: {
        ...store.documents,
        async find(documentId) {
          const row = await store.documents.find(documentId)
          found++
          return row
        },
      },
    }),
  })
  const [isBegun, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const snapshots: typeof rig.store.snapshots = {
    ...rig.store.snapshots,
    async write(...snapshot) {
      isBegun.resolve()
      await mayGoOn.promise
      return rig.store.snapshots.write(...snapshot)
    },
  }
  const ports = { ...destroyingIn(rig), store: { ...rig.store, snapshots } }
  await askToDestroyTrail(ports)(ASKER, await rowOf(rig), { rule: 'councilRule', reason: '確定' })
  const destroying = destroyTrail(ports)(rig.documentId, await confirmationIn(rig))
  await isBegun.promise
  const before = found
  const client = new RawClient(rig.doorOf(3))
  await until(() => found > before, 'the page has been found to be of the generation that stands')

  mayGoOn.resolve()
  await destroying

  expect([(await client.ended).code, client.frames]).toEqual([4410, []])
  await rig.stop()
})

test('[KS11] a document leaves memory that was opened for one whose right ended meanwhile', async () => {
  const rig = await startCollab({ ports: { idleMs: 20 } })
  rig.access.beforeVerdict = async () => void rig.access.verdicts.set(memberNumber(1), { right: 'none' })

  const client = new RawClient(rig.doorOf(1))
  const { code } = await client.ended
  await until(() => rig.live.rooms.size === 0, 'the room has left memory')

  expect([code, client.frames]).toEqual([4404, []])
  await rig.stop()
})

test('[KS9] a right that was judged anew ends on its day all the same', async () => {
  let aheadMs = 0
  const now = () => later(systemClock.now(), aheadMs)
  const rig = await startCollab({ ports: { clock: { now } } })
  const member = { name: 'Aさん', organisationName: 'つなぎ市（架空）', role: 'staff' } as const
  const verdict = { right: 'edit', validUntil: later(now(), 3_600_000), member } as const
  rig.access.verdicts.set(memberNumber(1), verdict)
  const client = new RawClient(rig.doorOf(1))
  await client.comeIn()
  let judged = 0
  rig.access.beforeVerdict = async () => void judged++
  rig.revocation.raise()
  await until(() => judged > 0, 'the right is judged anew')
  await client.roundTrip()
  rig.access.verdicts.set(memberNumber(1), { right: 'none' })
  const stood = client.isOpen
  aheadMs = 3_600_000

  expect([stood, (await client.ended).code]).toEqual([true, 4403])
  await rig.stop()
})
