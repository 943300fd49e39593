import { expect, test } from 'vitest'
import { memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { makeNamed } from '#tests/support/rigNote.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

test('[LD6.2] of two nodes that take a snapshot at once the one that is behind forgets nobody whom the other has noted', async () => {
  const rig = await startCollab({ ports: { idleMs: 50 } })
  const author = rig.join(1)
  await author.settled()
  author.type('一人目。')
  await author.settled()
  const behind = (await rig.live.rooms.read(rig.documentId, async ({ sequence }) => sequence)) - 1
  await makeNamed(rig, '一人目まで')
  author.leave()
  const last = rig.join(2)
  await last.settled()
  last.type('二人目。')
  await last.settled()
  last.leave()
  await until(() => rig.live.rooms.size === 0, 'a snapshot has taken the place of the entries')

  // What the other node does before it learns that a newer snapshot stands.
  const other = await rig.reopen()
  await other.live.keeper.noteWriters(await rowOf(rig), behind)

  const made = await makeNamed(rig, '二人目まで')
  expect(made.contributors).toEqual([memberNumber(2)])
  await other.stop()
  await rig.stop()
})

test('[LD6.2] a snapshot that another node takes while writers are looked for hides none of them', async () => {
  const rig = await startCollab({ ports: { idleMs: 50 } })
  const author = rig.join(1)
  await author.settled()
  author.type('一人目。')
  await author.settled()
  const other = await rig.reopen({
    alterStore: (store) => ({
      ...store,
      versions: {
        ...store.versions,
        async tally(documentId) {
          const known = await store.versions.tally(documentId)
          author.leave()
          await until(() => rig.live.rooms.size === 0, 'a snapshot has taken the place of the entries')
          return known
        },
      },
    }),
  })

  const made = await makeNamed(other, '一人目まで')

  expect(made.contributors).toEqual([memberNumber(1)])
  await other.stop()
  await rig.stop()
})
