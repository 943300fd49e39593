import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { readBody } from '#shared/document/readBody.ts'
import {
  characters,
  collected,
  deleted,
  element,
  format,
  type RawDeletion,
  type RawId,
  type RawStruct,
  rawUpdate,
  skip,
  text,
  values,
} from '#tests/support/rawUpdate.ts'
import { SEED } from '#tests/support/seededRandom.ts'
import { aNote, aReplica, MEMBER_A, MEMBER_B, receive, refusedFor, SERVER_ID } from '#tests/support/sharedNote.ts'

const ids = fc.tuple(fc.constantFrom(SERVER_ID, MEMBER_A, MEMBER_B), fc.nat(14)) as fc.Arbitrary<RawId>
const places = fc.record(
  {
    origin: ids,
    rightOrigin: ids,
    parent: fc.oneof(ids, fc.constantFrom('body', 'other')),
    attribute: fc.constantFrom('blockId', 'level', 'title', 'constructor'),
  },
  { requiredKeys: [] },
)
const structs: fc.Arbitrary<RawStruct> = fc.oneof(
  fc.tuple(fc.constantFrom('あ', 'いろは', '👪'), places).map(([words, place]) => characters(words, place)),
  fc
    .tuple(fc.constantFrom('paragraph', 'heading', 'table', 'toString'), places)
    .map(([name, place]) => element(name, place)),
  places.map(text),
  fc
    .tuple(fc.constantFrom('bold', 'link', 'script'), fc.constantFrom('null', '{}', '1'), places)
    .map(([mark, json, place]) => format(mark, json, place)),
  fc
    .tuple(fc.constantFrom('blk', 2, undefined, [1, 2], { a: 1 }), places)
    .map(([value, place]) => values([value], place)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), places).map(([length, place]) => deleted(length, place)),
  fc.integer({ min: 1, max: 3 }).map(collected),
  fc.integer({ min: 1, max: 3 }).map(skip),
)
const sections = fc.record({
  client: fc.constantFrom(MEMBER_B, MEMBER_B, MEMBER_B, 303, MEMBER_A),
  clock: fc.constantFrom(0, 0, 0, 1, 3),
  structs: fc.array(structs, { minLength: 1, maxLength: 4 }),
})
/** Gaps and lengths become ranges one after another. */
const inRisingOrder = (gaps: readonly (readonly [number, number])[]) => {
  let end = 0
  return gaps.map(([gap, length]) => {
    const clock = end + gap
    end = clock + length
    return [clock, length] as const
  })
}
const deletions: fc.Arbitrary<RawDeletion> = fc.record({
  client: fc.constantFrom(SERVER_ID, MEMBER_A, MEMBER_B),
  ranges: fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 4 })), { maxLength: 2 }).map(inRisingOrder),
})
const updates = fc
  .tuple(
    fc.uniqueArray(sections, { maxLength: 2, selector: ({ client }) => client }),
    fc.uniqueArray(deletions, { maxLength: 2, selector: ({ client }) => client }),
  )
  .map(([made, removed]) => rawUpdate(made, removed))

/** A note in which member A has written and removed something. */
function aNoteInUse(): Y.Doc {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '会議の記録')
  memberA.text().delete(1, 2)
  for (const update of memberA.sent) receive(server, update, [MEMBER_A])
  return server
}

interface Aftermath {
  readonly server: Y.Doc
  /** The same note for whoever was already in it, opens it from the journal, from a snapshot, or was typing meanwhile. */
  readonly others: readonly Y.Doc[]
}

function afterTaking(sent: readonly Uint8Array[]): Aftermath {
  const server = aNoteInUse()
  const journal: Uint8Array[] = [Y.encodeStateAsUpdate(server)]
  const typist = aReplica(server, 404)
  typist.text().insert(2, '同時に')
  typist.text().delete(0, 1)
  for (const update of sent) {
    const verdict = receive(server, update, [MEMBER_B, 303])
    if (verdict.verdict === 'apply') journal.push(verdict.update)
  }
  for (const update of typist.sent) {
    expect(['apply', 'duplicate']).toContain(receive(server, update, [404]).verdict)
    journal.push(update)
  }
  const fromJournal = new Y.Doc()
  for (const entry of journal) Y.applyUpdate(fromJournal, entry)
  for (const entry of journal) Y.applyUpdate(typist.doc, entry, 'received')
  const fromSnapshot = new Y.Doc()
  Y.applyUpdate(fromSnapshot, Y.encodeStateAsUpdate(server))
  return { server, others: [fromJournal, typist.doc, fromSnapshot] }
}

test(`[KS3] whatever strange update is taken, the note opens the same for everybody, whoever was typing meanwhile included (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(updates, { minLength: 1, maxLength: 4 }), (sent) => {
      const { server, others } = afterTaking(sent)

      for (const doc of [server, ...others]) {
        expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
        expect(digestChunks(doc)).toEqual(digestChunks(server))
        expect(readBody(doc)).toEqual(readBody(server))
      }
      expect([...server.share.keys()]).toEqual(['body'])
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test('[KS3] what stands both before and after the same thing is refused', () => {
  const neighbour: RawId = [MEMBER_A, 3]
  const struct = deleted(1, { origin: neighbour, rightOrigin: neighbour })

  const verdict = receive(aNoteInUse(), rawUpdate([{ client: MEMBER_B, clock: 0, structs: [struct] }]), [MEMBER_B])

  expect(verdict).toEqual(refusedFor('oneNeighbour'))
})
