import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { characters, collected, deleted, element, rawUpdate, skip, text, values } from '#tests/support/rawUpdate.ts'
import {
  aNote,
  aReplica,
  firstParagraph,
  MEMBER_A,
  MEMBER_B,
  paragraphId,
  receive,
  refusedFor,
  SERVER_ID,
  verdictOn,
} from '#tests/support/sharedNote.ts'
import type { Verdict } from './checkUpdate.ts'

test('[KS3] a keystroke of a member is taken byte for byte, and its id is named for binding', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '会')

  const verdicts = memberA.sent.map((update) => ({ update, verdict: receive(server, update, [MEMBER_A]) }))

  for (const { update, verdict } of verdicts) {
    expect(verdict).toEqual({ verdict: 'apply', update, clientIds: [MEMBER_A], removes: -1 })
  }
  expect(plainText(readBody(server))).toContain('会')
})

test('[KS3] M21: two ids of one member may refer to each other in any order that ends', () => {
  const update = rawUpdate([
    { client: MEMBER_A, clock: 0, structs: [element('paragraph', { origin: [MEMBER_B, 0] })] },
    {
      client: MEMBER_B,
      clock: 0,
      structs: [element('paragraph', {}), element('paragraph', { origin: [MEMBER_A, 0] })],
    },
  ])

  expect(receive(aNote(), update, [MEMBER_A, MEMBER_B]).verdict).toBe('apply')
})

test('[KS3] what refers to another member’s text that has not come yet is a gap', () => {
  expect(verdictOn(element('paragraph', { origin: [MEMBER_A, 3] }))).toEqual({ verdict: 'gap' })
  expect(receive(aNote(), rawUpdate([], [{ client: MEMBER_A, ranges: [[0, 1]] }]), [MEMBER_B])).toEqual({
    verdict: 'gap',
  })
})

test('[KS3] bytes after the end, deletions out of order and clocks that could not be written down are refused', () => {
  const trailing = Uint8Array.of(0, 0, 0)
  const verdicts = [
    receive(aNote(), trailing, [MEMBER_B]),
    receive(
      aNote(),
      rawUpdate(
        [],
        [
          {
            client: SERVER_ID,
            ranges: [
              [0, 5],
              [2, 1],
            ],
          },
        ],
      ),
      [MEMBER_B],
    ),
    verdictOn(collected(2 ** 41)),
  ]

  expect(verdicts).toEqual([refusedFor('trailingBytes'), refusedFor('unsortedDeletions'), refusedFor('clockTooHigh')])
})

test('[KS3] whoever writes under more ids at once than a page ever takes is refused, and up to eight are taken', () => {
  const underIds = (count: number) => {
    const ids = Array.from({ length: count }, (_, place) => 300 + place)
    const update = rawUpdate(ids.map((client) => ({ client, clock: 0, structs: [collected(1)] })))
    return receive(aNote(), update, ids)
  }

  expect([underIds(8).verdict, underIds(9)]).toEqual(['apply', refusedFor('tooManyAuthors')])
})

test('[KS46] what a member made and removed while offline is taken, however much, and a skip never', () => {
  const most = 2 ** 40
  expect(verdictOn(collected(most)).verdict).toBe('apply')
  expect(verdictOn(deleted(most, {})).verdict).toBe('apply')
  expect(verdictOn(element('paragraph', {}), skip(3), element('paragraph', {}))).toEqual(refusedFor('skip'))
})

test('[KS3] a struct between two places, or inside a character, is refused', () => {
  const parent = paragraphId()
  const two = [text({ parent }), characters('い', { parent: [MEMBER_B, 0] }), element('paragraph', {})]

  expect(verdictOn(...two, characters('ろ', { origin: [MEMBER_B, 1], rightOrigin: [MEMBER_B, 2] }))).toEqual(
    refusedFor('twoPlaces'),
  )
  expect(verdictOn(...two, text({ parent: [MEMBER_B, 1] }))).toEqual(refusedFor('parentHoldsNothing'))
  const said = ['personName', 'organisationName'].map((attribute) =>
    values(['x'], { parent: [MEMBER_B, 0], attribute }),
  )
  const between = values(['x'], { origin: [MEMBER_B, 1], rightOrigin: [MEMBER_B, 2] })
  expect(verdictOn(element('actionItem', {}), ...said, between)).toEqual(refusedFor('twoPlaces'))
})

test('[KS3] the second value of an attribute is looked at as the first was', () => {
  const first = [element('heading', {}), values([2], { parent: [MEMBER_B, 0], attribute: 'level' })]

  expect(verdictOn(...first, values([3], { origin: [MEMBER_B, 1] })).verdict).toBe('apply')
  expect(verdictOn(...first, values(['3'], { origin: [MEMBER_B, 1] }))).toEqual(refusedFor('badValue'))
  expect(verdictOn(...first, characters('3', { origin: [MEMBER_B, 1] }))).toEqual(refusedFor('wrongPlace'))
})

test('[KS3] an edit of a paragraph that another member removed meanwhile is taken, and vanishes with it', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  const memberB = aReplica(server, MEMBER_B)
  memberA.text().insert(0, '消える段落')
  const section = firstParagraph(memberB.doc).parent
  if (section instanceof Y.XmlElement) section.delete(0, 1)

  const verdicts = [...memberB.sent, ...memberA.sent].map(
    (update) => receive(server, update, [MEMBER_A, MEMBER_B]).verdict,
  )

  expect(new Set(verdicts)).toEqual(new Set(['apply']))
  expect(plainText(readBody(server))).not.toContain('消える')
})

test('[KS3] M16: a pure deletion is taken although no clock moves', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '取り消す')
  for (const update of memberA.sent.splice(0)) receive(server, update, [MEMBER_A])
  const clocks = Y.encodeStateVector(server)
  memberA.text().delete(0, 2)

  const [deletion = new Uint8Array()] = memberA.sent

  expect(receive(server, deletion, [MEMBER_A])).toEqual({
    verdict: 'apply',
    update: deletion,
    clientIds: [],
    removes: 2,
  })
  expect([Y.encodeStateVector(server), plainText(readBody(server)).includes('取り')]).toEqual([clocks, false])
})

test('[KS3] deletions of what is deleted already are a duplicate, and are cut out of an update with something new', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '一二三四五六七八九十')
  memberA.text().delete(2, 1)
  for (const update of memberA.sent.splice(0)) receive(server, update, [MEMBER_A])
  memberA.text().delete(6, 1)

  const whole = Y.encodeStateAsUpdate(memberA.doc)
  const first = receive(server, whole, [MEMBER_A])
  const second = receive(server, whole, [MEMBER_A])
  memberA.text().insert(0, '零')
  const third = receive(server, Y.encodeStateAsUpdate(memberA.doc, Y.encodeStateVector(server)), [MEMBER_A])

  expect(contentsOf(first)).toEqual({ structs: [], deletions: [{ clock: 7, len: 1 }] })
  expect(second).toEqual({ verdict: 'duplicate' })
  expect(contentsOf(third)).toEqual({ structs: [[10, 1]], deletions: [] })
})

test('[KS3] of a range of which a part is deleted already, the rest is taken', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '一二三四五六')
  for (const update of memberA.sent.splice(0)) receive(server, update, [MEMBER_A])
  const memberB = aReplica(server, MEMBER_B)
  memberB.text().delete(2, 2)
  for (const update of memberB.sent) receive(server, update, [MEMBER_B])
  memberA.text().delete(0, 6)
  const [deletion = new Uint8Array()] = memberA.sent

  expect(contentsOf(receive(server, deletion, [MEMBER_A]))).toEqual({
    structs: [],
    deletions: [
      { clock: 0, len: 2 },
      { clock: 4, len: 2 },
    ],
  })
})

function contentsOf(verdict: Verdict) {
  if (verdict.verdict !== 'apply') return verdict
  const { structs, ds } = Y.decodeUpdate(verdict.update)
  return { structs: structs.map(({ id, length }) => [id.clock, length]), deletions: [...ds.clients.values()].flat() }
}
