import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { characters, element, type RawStruct, rawUpdate, text, values } from '#tests/support/rawUpdate.ts'
import { aNote, aReplica, MEMBER_A, MEMBER_B, receive, refusedFor, verdictOn } from '#tests/support/sharedNote.ts'

const many = (count: number, struct: RawStruct): readonly RawStruct[] => Array.from({ length: count }, () => struct)

/** A note with one long line by member A, and the id of its first character. */
function aLongLine(length: number): { readonly server: Y.Doc; readonly start: number } {
  const server = aNote()
  const author = aReplica(server, MEMBER_A)
  const line = author.text()
  const start = Y.getState(author.doc.store, MEMBER_A)
  line.insert(0, 'x'.repeat(length))
  for (const update of author.sent) receive(server, update, [MEMBER_A])
  return { server, start }
}

/** Takes every second character out. */
const everySecond = (start: number, count: number): Uint8Array =>
  rawUpdate([], [{ client: MEMBER_A, ranges: Array.from({ length: count }, (_, at) => [start + at * 2, 1] as const) }])

test('[KS22] fifty thousand values for one attribute in a frame, which would hold everybody up for ten seconds, are refused', () => {
  const paragraph = element('paragraph', { parent: 'body' })
  const value = values(['x'], { parent: [MEMBER_B, 0], attribute: 'blockId' })

  expect(verdictOn(paragraph, ...many(50_000, value))).toEqual(refusedFor('tooCrowded'))
})

test('[KS22] values for one attribute that come frame by frame are refused once there are too many to look through', () => {
  const server = aNote()
  const value = values(['x'], { parent: [MEMBER_B, 0], attribute: 'blockId' })
  receive(server, rawUpdate([{ client: MEMBER_B, clock: 0, structs: [element('paragraph', { parent: 'body' })] }]), [
    MEMBER_B,
  ])
  const verdicts = Array.from({ length: 12 }, (_, frame) => {
    const structs = many(500, value)
    return receive(server, rawUpdate([{ client: MEMBER_B, clock: 1 + frame * 500, structs }]), [MEMBER_B]).verdict
  })

  expect([verdicts[0], verdicts.includes('refused'), verdicts.at(-1)]).toEqual(['apply', true, 'gap'])
})

test('[KS22] thousands of characters beside one neighbour, under two ids of one member, are refused', () => {
  const crowd = (client: number) => ({
    client,
    clock: 2,
    structs: many(3_000, characters('x', { parent: [MEMBER_A, 1] })),
  })
  const server = aNote()
  const line = [element('paragraph', { parent: 'body' }), text({ parent: [MEMBER_A, 0] })]
  const begun = [MEMBER_A, MEMBER_B].map((client) => ({ client, clock: 0, structs: line }))
  const ids = [MEMBER_A, MEMBER_B]

  expect(receive(server, rawUpdate(begun), ids).verdict).toBe('apply')
  expect(receive(server, rawUpdate([crowd(MEMBER_A), crowd(MEMBER_B)]), ids)).toEqual(refusedFor('tooCrowded'))
})

test('[KS22] two who put six hundred lines each above one another, both offline, are both taken', () => {
  const server = aNote()
  const replicas = [aReplica(server, MEMBER_A), aReplica(server, MEMBER_B)]
  for (const { doc } of replicas) {
    for (let count = 0; count < 600; count++) {
      doc.getXmlFragment('body').insert(0, [new Y.XmlElement('paragraph')])
    }
  }

  const verdicts = replicas.map(({ doc, sent }, at) => {
    sent.length = 0
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))
    return receive(server, update, [[MEMBER_A, MEMBER_B][at] ?? 0]).verdict
  })

  expect(verdicts).toEqual(['apply', 'apply'])
})

test('[KS22] a frame that takes a line apart in more places than any person does is refused; one of eight thousand places is taken', () => {
  const { server, start } = aLongLine(20_000)

  expect(receive(server, everySecond(start, 8_193), [MEMBER_B])).toEqual(refusedFor('tooManyNewDeletions'))
  expect(receive(server, everySecond(start, 8_192), [MEMBER_B]).verdict).toBe('apply')
})

test('[KS22] deletions that the document has already count for nothing, as many as a reconnect brings', () => {
  const { server, start } = aLongLine(60_000)
  Y.applyUpdate(server, everySecond(start, 30_000))

  expect(receive(server, everySecond(start, 30_000), [MEMBER_B])).toEqual({ verdict: 'duplicate' })
})
