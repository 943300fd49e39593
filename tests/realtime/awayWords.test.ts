import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { LostBlock } from '#shared/document/unseenWords.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import type { NodePage } from '#tests/support/nodePage.ts'
import { OpenPages } from '#tests/support/openPages.ts'
import { until } from '#tests/support/until.ts'

const [TAKER, AUTHOR, READER] = [1, 2, 3] as const

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

/** Makes the first line a heading, as an editor does: the block goes, and a copy of what one sees takes its place. */
function makeHeading({ connection }: NodePage): void {
  const section = connection.body.get(0)
  const line = section instanceof Y.XmlElement ? section.get(0) : null
  if (!(section instanceof Y.XmlElement && line instanceof Y.XmlElement)) throw new Error('a note has a line')
  const heading = new Y.XmlElement('heading')
  heading.setAttribute('blockId', line.getAttribute('blockId') ?? '')
  heading.insert(0, [new Y.XmlText(line.toArray().map(String).join(''))])
  section.delete(0, 1)
  section.insert(0, [heading])
}

/** One has seen the line's beginning and goes offline; the other writes on in it. */
async function aLineHalfSeen(): Promise<{ readonly taker: NodePage; readonly author: NodePage }> {
  const [taker, author] = [await pages.open(TAKER), await pages.open(AUTHOR)]
  author.type('今日の')
  await taker.reads('今日の')
  taker.connection.provider.disconnect()
  author.type('会議')
  await author.saved()
  return { taker, author }
}

const isGone = (member: number) =>
  until(
    () =>
      rig.live.rooms.read(
        rig.documentId,
        async ({ sessions }) => ![...sessions].some(({ facts }) => facts.memberId === memberNumber(member)),
      ),
    'the server knows that the page is gone',
  )

async function comesBackWithHeading(taker: NodePage): Promise<void> {
  makeHeading(taker)
  taker.connection.provider.connect()
  await taker.saved()
}

/** What the page is told to carry over by itself. */
function lostAt({ connection }: NodePage): readonly LostBlock[] {
  const lost: LostBlock[] = []
  connection.bridge.watchInward({
    before: () => undefined,
    entered: (fallen) => void lost.push(...fallen),
    unshown: () => undefined,
  })
  return lost
}

const linesOf = ({ connection }: NodePage): string => String(connection.body.get(0)).replaceAll(/ \w+="[^"]*"/g, '')

test('[LD5.14] words of somebody who has left stand where their line went, once and as theirs, when another comes back who had made it a heading unread', async () => {
  const { taker, author } = await aLineHalfSeen()
  author.leave()
  await isGone(AUTHOR)

  await comesBackWithHeading(taker)

  await taker.reads('今日の会議')
  const reader = await pages.open(READER)
  expect(linesOf(reader)).toBe('<formsection><heading>今日の会議</heading></formsection>')
  const authors = await rig.live.rooms.read(rig.documentId, async ({ document }) => [
    ...document.loaded.authors.values(),
  ])
  expect(authors.filter((by) => by === memberNumber(AUTHOR))).toHaveLength(2)
})

test('[LD5.14] a page that was only cut is told that its words were carried', async () => {
  const { taker, author } = await aLineHalfSeen()
  const lost = lostAt(author)
  author.connection.provider.disconnect()
  await isGone(AUTHOR)
  await comesBackWithHeading(taker)
  await taker.reads('今日の会議')

  author.connection.provider.connect()
  await until(() => linesOf(author).includes('heading'), 'the page has what its line became')

  expect([lost, linesOf(author)]).toEqual([[], '<formsection><heading>今日の会議</heading></formsection>'])
})

test('[LD5.14] the words of whoever is here are left to their page', async () => {
  const { taker, author } = await aLineHalfSeen()
  const lost = lostAt(author)

  await comesBackWithHeading(taker)
  await until(() => lost.length > 0, 'the page knows of its lost words')

  expect(lost.map(({ written }) => written)).toEqual([[{ offset: 3, text: '会議' }]])
  await taker.saved()
  expect(linesOf(taker)).toBe('<formsection><heading>今日の</heading></formsection>')
})

test('[LD5.83] words that were left to a page which is gone before it has carried them are carried by the server', async () => {
  const { taker, author } = await aLineHalfSeen()
  const lost = lostAt(author)
  await comesBackWithHeading(taker)
  await until(() => lost.length > 0, 'the page knows of its lost words')

  author.leave()

  await taker.reads('今日の会議')
})

test('[LD5.14] a server that is started anew knows what was carried', async () => {
  const { taker, author } = await aLineHalfSeen()
  const words = [3, 4].map((clock) => Y.createID(author.connection.body.doc?.clientID ?? 0, clock))
  author.leave()
  await isGone(AUTHOR)
  await comesBackWithHeading(taker)
  await taker.reads('今日の会議')
  const again = await rig.reopen()

  const answer = await again.live.rooms.read(rig.documentId, async ({ document }) =>
    document.loaded.late.since(Uint8Array.of(0)),
  )
  await again.stop()

  expect(words.map((id) => Y.isDeleted(Y.decodeUpdate(answer).ds, id))).toEqual([true, true])
})

test('[LD5.14] nobody can say that another’s page is here', async () => {
  const { taker, author } = await aLineHalfSeen()
  const other = rig.join(READER)
  await other.settled()
  other.provider.awareness.setLocalStateField('writer', author.connection.body.doc?.clientID)
  author.leave()
  await isGone(AUTHOR)

  await comesBackWithHeading(taker)

  await other.reads('今日の会議')
})
