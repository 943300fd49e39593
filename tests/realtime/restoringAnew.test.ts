import { expect, test } from 'vitest'
import { compact } from '#server/collab/compaction.ts'
import { restoreVersion } from '#server/collab/versions/restoreVersion.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { AppError } from '#shared/core/appError.ts'
import { makeId } from '#shared/core/ids.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'

const ids = randomIdSource(systemClock)

const makeVersion = ({ live, documentId }: CollabRig, name: string) =>
  live.rooms.read(documentId, (room) => live.keeper.make(room, { kind: 'named', name, by: memberNumber(1) }))

const nothing = async (): Promise<void> => undefined

/** Brings a version back; `meanwhile` runs when the document has been seen and nothing is written yet. */
const restore = (
  { live, documentId }: CollabRig,
  number: number,
  meanwhile: () => Promise<void>,
  assertMay = nothing,
) =>
  live.rooms.read(documentId, (room) =>
    restoreVersion({ live, ids }, room, { number, by: memberNumber(1), assertMay, remember: meanwhile }),
  )

async function textAfterStart(rig: CollabRig): Promise<string> {
  const again = await rig.reopen()
  const body = await again.live.rooms.read(rig.documentId, ({ document }) => document.read(readBody))
  await again.stop()
  return plainText(body)
}

async function takeSnapshot({ live, store, documentId }: CollabRig): Promise<void> {
  await live.rooms.read(documentId, async ({ document }) => {
    await compact({ ...store, clock: systemClock, holder: 'another node' }, document.row, await document.state())
  })
}

/** What a node cannot apply, so that it reads the document anew. */
async function appendWhatCannotBeApplied({ store, ...rig }: CollabRig): Promise<void> {
  const row = await rowOf({ store, ...rig })
  const sequence = (await store.journal.headOf(row)) + 1
  const bad = { sequence, update: Uint8Array.of(1, 1, 255), userId: memberNumber(2), isVoid: false }
  const from = { connectionId: makeId('connection', '0'.repeat(26)), frameFrom: 1, frameTo: 1 }
  await store.journal.append(row, [{ ...bad, ...from, writtenAt: systemClock.now() }])
}

test.each([
  ['has been overtaken by a snapshot', takeSnapshot],
  ['has met an entry that cannot be applied', appendWhatCannotBeApplied],
] as const)(
  '[LD6.7] the later of two versions brought back at two nodes stands alone though its node %s and read the document anew',
  async (_, readAnew) => {
    const rig = await startCollab()
    const author = rig.join(1)
    await author.settled()
    for (const [words, name] of [
      ['初めの案。', '初め'],
      ['書き直した案。', '書き直し'],
      ['三つめ。', null],
    ] as const) {
      author.erase(author.text.length)
      author.type(words)
      await author.settled()
      if (name !== null) await makeVersion(rig, name)
    }
    const other = await rig.reopen()

    await restore(rig, 1, async () => {
      await restore(other, 2, async () => undefined)
      await readAnew(other)
      const row = await rowOf(other)
      rig.live.rooms.heardOf({
        ...row,
        sequence: Math.max(row.snapshotSequence, await other.store.journal.headOf(row)),
      })
    })

    expect(await textAfterStart(rig)).toBe('経過\n初めの案。\n協議')
    for (const each of [other, rig]) await each.stop()
  },
)

test('[AC4.12] whose right ends while another brings back a version first does not bring back theirs after it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  for (const words of ['初めの案。', '書き直した案。']) {
    author.erase(author.text.length)
    author.type(words)
    await author.settled()
    await makeVersion(rig, words)
  }
  author.type('三つめ。')
  await author.settled()
  const other = await rig.reopen()
  let hasEnded = false
  const assertMay = async () => {
    if (hasEnded) throw new AppError('forbidden', { because: 'notActive' })
  }

  const restoring = restore(
    rig,
    1,
    async () => {
      await restore(other, 2, nothing)
      hasEnded = true
    },
    assertMay,
  )

  await expect(restoring).rejects.toMatchObject({ code: 'forbidden' })
  expect(await textAfterStart(rig)).toContain('書き直した案。')
  for (const each of [other, rig]) await each.stop()
})
