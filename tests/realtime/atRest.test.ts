import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { startCollabOn } from '#tests/support/collabRig.ts'
import { bytesUnder } from '#tests/support/throwAwayFolder.ts'

/** Every form in which the words could lie in a file. */
const formsOf = (words: string): readonly Buffer[] => [
  Buffer.from(words),
  Buffer.from(words, 'utf16le'),
  Buffer.from(Buffer.from(words).toString('base64').slice(0, -4)),
  Buffer.from(encodeURIComponent(words)),
]

test('[KS4] what is typed, what was deleted, headings and titles lie in no file of the store as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tsunagi-rest-'))
  const embedded = await startEmbeddedStore({ dir: folder })
  const connection = await connectMongo(embedded.uri)
  const rig = await startCollabOn({ connection, wrappingKey: randomBytes(32) })
  const title = '見本の題名その一'
  await rig.live.createDocument({ kind: 'councilDocument', caseId: null, title, sections: [] })
  const author = rig.join(1)
  await author.settled()
  author.type('消された見本の言葉')
  await author.settled()
  author.erase(9)
  author.type('残った見本の言葉')
  await author.settled()
  const whileOpen = await bytesUnder(folder)
  await rig.stop()
  const row = await rig.store.documents.find(rig.documentId)
  await connection.close()
  await embedded.close()
  const afterClosing = await bytesUnder(folder)

  const hits = ['消された見本の言葉', '残った見本の言葉', title, '経過'].flatMap(formsOf).filter((form) => {
    return whileOpen.includes(form) || afterClosing.includes(form)
  })
  expect([hits, row?.snapshotSequence]).toEqual([[], expect.any(Number)])
  expect(whileOpen.includes(rig.documentId)).toBe(true)
  await rm(folder, { recursive: true })
})
