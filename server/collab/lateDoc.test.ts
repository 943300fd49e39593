import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { bodyOf } from '#shared/document/readBody.ts'
import { SEED } from '#tests/support/seededRandom.ts'
import { aNote, aReplica, firstParagraph, MEMBER_A, MEMBER_B, type Replica } from '#tests/support/sharedNote.ts'
import { type LateDoc, LeftMemoryError, lateDoc } from './lateDoc.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshotContent.ts'

const noteOnServer = (): LateDoc => reopened({ state: Y.encodeStateAsUpdate(aNote()), unnamed: Y.createDeleteSet() })

/** As after a snapshot and a start of the server. */
const reopened = (whole: ReturnType<LateDoc['whole']>): LateDoc =>
  lateDoc(decodeSnapshot(encodeSnapshot({ ...whole, authors: new Map() })))

const stateOf = ({ doc }: Replica, known: LateDoc): Uint8Array => Y.encodeStateAsUpdate(doc, known.stateVector())
const hears = ({ doc }: Replica, from: LateDoc): void =>
  Y.applyUpdate(doc, from.since(Y.encodeStateVector(doc)), 'received')

function takeLineAway({ doc }: Replica): void {
  const section = firstParagraph(doc).parent
  if (section instanceof Y.XmlElement) section.delete(0, 1)
}

/** The clocks of `author`'s that an answer to `replica` names as deleted. */
function named(from: LateDoc, { doc }: Replica, author: number): readonly number[] {
  const ranges = Y.decodeUpdate(from.since(Y.encodeStateVector(doc))).ds.clients.get(author) ?? []
  return ranges.flatMap(({ clock, len }) => Array.from({ length: len }, (_, index) => clock + index))
}

test('[KS2] a document that has left memory is read as no document, never as an empty one', () => {
  const server = reopened(noteOnServer().whole())
  server.destroy()

  expect(() => server.doc).toThrow(LeftMemoryError)
})

test.each([
  ['in memory', (server: LateDoc) => server],
  ['opened from its snapshot', (server: LateDoc) => reopened(server.whole())],
  [
    'opened and made',
    (server: LateDoc) => {
      const again = reopened(server.whole())
      again.take([])
      return again
    },
  ],
])(
  '[LD5.7] an answer names what somebody deleted, and not the unread words that fell along with their line: %s',
  (_, later) => {
    const server = noteOnServer()
    const [offline, author] = [aReplica(server.doc, MEMBER_A), aReplica(server.doc, MEMBER_B)]
    author.text().insert(0, '読まれた')
    server.take([stateOf(author, server)])
    hears(offline, server)
    author.text().insert(4, '読まれない')
    server.take([stateOf(author, server)])

    takeLineAway(offline)
    server.take([stateOf(offline, server)])
    const answering = later(server)

    expect(named(answering, author, MEMBER_B)).toEqual([0, 1, 2, 3])
    hears(author, answering)
    expect(digestChunks(author.doc)).toEqual(digestChunks(answering.doc))
  },
)

test('[LD5.7] words that come after their line has gone are not named either', () => {
  const server = noteOnServer()
  const [first, late] = [aReplica(server.doc, MEMBER_A), aReplica(server.doc, MEMBER_B)]
  late.text().insert(0, '遅れた')
  takeLineAway(first)
  server.take([stateOf(first, server)])
  server.take([stateOf(late, server)])

  expect(named(server, late, MEMBER_B)).toEqual([])
  hears(late, server)
  expect(digestChunks(late.doc)).toEqual(digestChunks(server.doc))
})

/** A note whose every character is a thing by itself. */
function aFragmentedNote(count: number): Y.Doc {
  const { doc, text } = aReplica(aNote(), MEMBER_A)
  doc.transact(() => {
    for (let index = 0; index < count; index++) text().insert(0, '字')
  })
  return doc
}

test('[KS12] a large document is made a piece at a time, and the others get their turn in between', async () => {
  const doc = aFragmentedNote(30_000)
  const late = reopened({ state: Y.encodeStateAsUpdate(doc), unnamed: Y.createDeleteSet() })
  let turns = 0
  let isDone = false
  const others = async (): Promise<void> => {
    while (!isDone) {
      await nextTurn()
      turns++
    }
  }
  const waiting = others()

  await late.prepare()
  isDone = true
  await waiting

  expect([late.isMade, turns >= 10]).toEqual([true, true])
  expect(digestChunks(late.doc)).toEqual(digestChunks(doc))
})

const acts = fc.array(fc.tuple(fc.nat(2), fc.nat(8), fc.nat(40)), { maxLength: 60 })

const EDITS: readonly ((replica: Replica, at: number) => unknown)[] = [
  ({ doc }, at) => textAt(doc, at)?.insert(0, '会議'),
  ({ doc }, at) => textAt(doc, at)?.insert(1, '記'),
  ({ doc }, at) => {
    const text = textAt(doc, at)
    if (text !== null && text.length > 1) text.delete(at % text.length, 1)
  },
  ({ doc }, at) => {
    const section = sectionAt(doc, at)
    const line = new Y.XmlElement('paragraph')
    line.insert(0, [new Y.XmlText('行')])
    section?.insert(at % (section.length + 1), [line])
  },
  ({ doc }, at) => {
    const section = sectionAt(doc, at)
    if (section !== null && section.length > 0) section.delete(at % section.length, 1)
  },
  ({ doc }, at) => bodyOf(doc).length > 1 && bodyOf(doc).delete(at % bodyOf(doc).length, 1),
]

function sectionAt(doc: Y.Doc, at: number): Y.XmlElement | null {
  const section = bodyOf(doc).get(at % Math.max(1, bodyOf(doc).length))
  return section instanceof Y.XmlElement ? section : null
}

function textAt(doc: Y.Doc, at: number): Y.XmlText | null {
  const section = sectionAt(doc, at)
  const line = section === null || section.length === 0 ? null : section.get(at % section.length)
  const text = line instanceof Y.XmlElement && line.length > 0 ? line.get(0) : null
  return text instanceof Y.XmlText ? text : null
}

/** Three members and a server that is now and then opened anew. */
class Drawn {
  server = noteOnServer()
  readonly replicas = [101, 202, 303].map((id) => aReplica(this.server.doc, id))

  do([member, what, at]: readonly [member: number, what: number, at: number]): void {
    const replica = this.replicas[member]
    if (replica === undefined) return
    const edit = EDITS[what]
    if (edit !== undefined) edit(replica, at)
    else if (what === 6) this.server.take(replica.sent.splice(0))
    else if (what === 7) this.server.take([stateOf(replica, this.server)])
    else if (at % 4 === 0) this.server = reopened(this.server.whole())
    else hears(replica, this.server)
  }

  end(): void {
    for (const replica of this.replicas) this.server.take([stateOf(replica, this.server)])
    for (const replica of this.replicas) hears(replica, this.server)
  }
}

test(`[LD5.7] whoever is answered without the unnamed deletions holds the same as the server, also after it was opened anew (seed ${SEED})`, () => {
  fc.assert(
    fc.property(acts, (drawn) => {
      const session = new Drawn()

      for (const act of drawn) session.do(act)
      session.end()

      const digest = digestChunks(session.server.doc)
      for (const { doc } of [reopened(session.server.whole()), ...session.replicas])
        expect(digestChunks(doc)).toEqual(digest)
    }),
    { seed: SEED, numRuns: 150 },
  )
})
