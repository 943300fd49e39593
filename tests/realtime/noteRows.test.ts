import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NoteRows } from '#server/collab/noteRows.ts'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, startCollab, startCollabOn } from '#tests/support/collabRig.ts'
import { addActionItem, addDecision } from '#tests/support/councilBlocks.ts'
import { heardByQuery } from '#tests/support/heardByQuery.ts'
import { bytesUnder } from '#tests/support/throwAwayFolder.ts'
import { until } from '#tests/support/until.ts'

/** The words of the note's rows, as one of its servers draws them. */
async function rowsOf({ live, documentId }: CollabRig, noteRows?: NoteRows): Promise<readonly string[]> {
  const words: string[] = []
  const asked = [{ documentId, face: 'full' }] as const
  for await (const [, { decisions, actionItems }] of noteRows?.rowsOf(live.rooms, asked) ?? live.rowsOf(asked)) {
    words.push(...[...decisions, ...actionItems].map(({ text }) => text))
  }
  return words
}

const isClosed = ({ live }: CollabRig) => until(() => live.rooms.size === 0, 'nothing is open any more')

test('[LD3.6] a decision is a row as soon as it is acknowledged, changes with its block and goes with it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()

  addDecision(author.doc, '住まいを先に探す')
  addActionItem(author.doc, '窓口へ行く')
  await author.settled()
  const typed = await rowsOf(rig)
  const body = bodyOf(author.doc)
  body.delete(body.length - 2, 1)
  await author.settled()

  expect([typed, await rowsOf(rig)]).toEqual([['住まいを先に探す', '窓口へ行く'], ['窓口へ行く']])
  await rig.stop()
})

test('[LD3.6] rows are there at once after a start anew, and drawn once for all who ask while nothing changes', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  addActionItem(author.doc, '窓口へ行く')
  await author.settled()
  author.leave()
  await rig.live.closeAll()

  const again = await rig.reopen()
  const drawn = await again.live.rooms.read(again.documentId, (room) =>
    Promise.all([again.live.extracts.rowsOf(room, 'full'), again.live.extracts.rowsOf(room, 'full')]),
  )

  expect(drawn[0]?.rows.actionItems.map(({ text }) => text)).toEqual(['窓口へ行く'])
  expect(drawn[1]).toBe(drawn[0])
  for (const each of [again, rig]) await each.stop()
})

test('[LD3.6] rows are those of what two wrote at two nodes, once each has heard of the other', async () => {
  const here = await startCollab()
  const there = await here.reopen()
  const [one, other] = [here.join(1), there.join(2)]
  await Promise.all([one.settled(), other.settled()])

  addActionItem(one.doc, 'こちらで書いた')
  await one.settled()
  const { room, release } = await there.live.rooms.hold(there.documentId)
  const kept = await here.live.rooms.read(here.documentId, async ({ sequence }) => sequence)
  room.heardOf(kept)
  await until(async () => (await rowsOf(there)).length === 1, 'the other node draws what was written here')

  expect(await rowsOf(there)).toEqual(['こちらで書いた'])
  release()
  for (const each of [there, here]) await each.stop()
})

test('[LD3.8] a note that has not changed is not opened again for its rows, and one that has changed is', async () => {
  const rig = await startCollab({ ports: { idleMs: 20 } })
  const write = async (member: number, text: string) => {
    const author = rig.join(member)
    await author.settled()
    addActionItem(author.doc, text)
    await author.settled()
    author.leave()
    await isClosed(rig)
  }
  await write(1, '窓口へ行く')
  const first = await rowsOf(rig)
  await isClosed(rig)

  const again = await rowsOf(rig)
  const opened = rig.live.rooms.size
  await write(2, '電話をかける')

  expect([first, again, opened]).toEqual([['窓口へ行く'], ['窓口へ行く'], 0])
  expect(await rowsOf(rig)).toEqual(['窓口へ行く', '電話をかける'])
  await rig.stop()
})

test('[LD3.8] rows that were drawn as the note changed are not those that the next one is shown', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  const [drawn, changed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = new NoteRows(
    {
      async rowsOf(...asked) {
        const rows = await rig.live.extracts.rowsOf(...asked)
        drawn.resolve()
        await changed.promise
        return rows
      },
    },
    null,
  )

  const before = rowsOf(rig, slow)
  await drawn.promise
  addActionItem(author.doc, '窓口へ行く')
  await author.settled()
  changed.resolve()

  expect([await before, await rowsOf(rig, slow)]).toEqual([[], ['窓口へ行く']])
  await rig.stop()
})

test('[LD3.8] a row that another node wrote in a note that nobody has open here is among the rows', async () => {
  const here = await startCollab()
  const shared = heardByQuery(here.connection)
  const there = await here.reopen({ ports: { shared, idleMs: 20 } })
  const before = await rowsOf(there)
  await isClosed(there)

  const author = here.join(1)
  await author.settled()
  addActionItem(author.doc, 'こちらで書いた')
  await author.settled()

  expect([before, await rowsOf(there)]).toEqual([[], ['こちらで書いた']])
  for (const each of [there, here]) await each.stop()
})

test('[LD3.6] nothing of a row lies anywhere at rest as it is, while it is read and afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-rows-'))
  const embedded = await startEmbeddedStore({ dir: folder })
  const connection = await connectMongo(embedded.uri)
  const rig = await startCollabOn({ connection, wrappingKey: randomBytes(32) })
  const author = rig.join(1)
  await author.settled()
  addActionItem(author.doc, '見本の用件', { personName: '見本の担当者' })
  await author.settled()

  const drawn = await rowsOf(rig)
  const whileOpen = await bytesUnder(folder)
  await rig.stop()
  await connection.close()
  await embedded.close()
  const afterClosing = await bytesUnder(folder)

  const lies = (words: string) => [whileOpen, afterClosing].some((bytes) => bytes.includes(Buffer.from(words)))
  expect([drawn, ['見本の用件', '見本の担当者'].filter(lies)]).toEqual([['見本の用件'], []])
  await rm(folder, { recursive: true })
})
