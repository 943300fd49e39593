import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { type CollabRig, startCollab, startCollabOn } from '#tests/support/collabRig.ts'
import { addActionItem, addDecision } from '#tests/support/councilBlocks.ts'
import { bytesUnder } from '#tests/support/throwAwayFolder.ts'
import { until } from '#tests/support/until.ts'

/** The words of the note's rows, as one of its servers draws them. */
const rowsOf = ({ live, documentId }: CollabRig): Promise<readonly string[]> =>
  live.rooms.read(documentId, async (room) => {
    const { decisions, actionItems } = await live.extracts.rowsOf(room, 'full')
    return [...decisions, ...actionItems].map(({ text }) => text)
  })

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

  expect(drawn[0]?.actionItems.map(({ text }) => text)).toEqual(['窓口へ行く'])
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
