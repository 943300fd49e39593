import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { type CollabRig, startCollab } from '#tests/support/collabRig.ts'
import type { NodePage } from '#tests/support/nodePage.ts'
import { OpenPages } from '#tests/support/openPages.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig
let pages: OpenPages

beforeEach(async () => {
  rig = await startCollab()
  pages = new OpenPages(rig)
})
afterEach(async () => {
  pages.leave()
  await rig.stop()
})

async function newestUpdate(): Promise<Uint8Array> {
  const row = await rig.store.documents.find(rig.documentId)
  if (row === null) throw new Error('the rig has a document')
  const updates: Uint8Array[] = []
  for await (const { update } of rig.store.journal.readAfter(row, 0)) updates.push(update)
  return updates.at(-1) ?? new Uint8Array(2)
}

/** The words in a document that an update names as deleted. */
function wordsNamed(update: Uint8Array, doc: Y.Doc): string {
  const { ds } = Y.decodeUpdate(update)
  const texts = [...doc.store.clients.values()].flat().flatMap((item) => {
    const isText = item instanceof Y.Item && !item.deleted && item.content instanceof Y.ContentString
    return isText ? [{ id: item.id, characters: [...item.content.getContent()] }] : []
  })
  return texts
    .flatMap(({ id, characters }) =>
      characters.filter((_, place) => Y.isDeleted(ds, Y.createID(id.client, id.clock + place))),
    )
    .join('')
}

function takeLineAway(page: NodePage): void {
  const section = page.connection.body.get(0)
  if (section instanceof Y.XmlElement) section.delete(0, 1)
}

test.each([
  ['at once', () => undefined],
  ['after a cut', ({ provider }: NodePage['connection']) => provider.disconnect()],
])(
  '[LD5.7] a page that takes a line away names the words that its editor had, and no others: sent %s',
  async (_, cut) => {
    const [taker, author] = [await pages.open(1), await pages.open(2)]
    author.type('読まれた')
    await taker.reads('読まれた')
    taker.connection.bridge.hold()
    author.type('読まれない')
    await until(
      () => plainText(readBody(taker.connection.provider.doc)).includes('読まれない'),
      'it has come to the page',
    )
    const before = new Y.Doc()
    Y.applyUpdate(before, Y.encodeStateAsUpdate(taker.connection.provider.doc))

    cut(taker.connection)
    takeLineAway(taker)
    taker.connection.bridge.release()
    taker.connection.provider.connect()
    await taker.saved()

    expect(wordsNamed(await newestUpdate(), before)).toBe('読まれた')
  },
)

test('[LD5.4] what is written while others’ words enter is sent after them, and called saved', async () => {
  const [page, other] = [await pages.open(1), await pages.open(2)]
  page.connection.body.doc?.once('update', () => page.type('答え'))
  other.type('問い')

  await page.reads('答え')
  await page.saved()
  await other.reads('答え')
})
