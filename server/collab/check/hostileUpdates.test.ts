import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import {
  characters,
  collected,
  content,
  deleted,
  element,
  format,
  type RawStruct,
  rawUpdate,
  skip,
  text,
  values,
} from '#tests/support/rawUpdate.ts'
import {
  aNote,
  aReplica,
  MEMBER_A,
  MEMBER_B,
  paragraphId,
  receive,
  refusedFor,
  SERVER_ID,
  textId,
  verdictOn,
} from '#tests/support/sharedNote.ts'

test('[KS3] M1: an update that claims 32 million structs in a few bytes is refused in less than a millisecond', () => {
  const bomb = rawUpdate([{ client: MEMBER_B, clock: 0, structs: [], claimedCount: 32_000_000 }])
  const server = aNote()
  receive(server, bomb, [MEMBER_B])

  const startedAt = performance.now()
  const verdicts = Array.from({ length: 100 }, () => receive(server, bomb, [MEMBER_B]).verdict)
  const meanMs = (performance.now() - startedAt) / 100

  expect([new Set(verdicts), meanMs < 1]).toEqual([new Set(['refused']), true])
})

test('[KS3] M1: claims of sections, deletions and list items beyond the bytes are refused unread', () => {
  const claims = [
    Uint8Array.of(255, 255, 255, 127),
    Uint8Array.of(0, 255, 255, 255, 127),
    Uint8Array.of(0, 1, 7, 255, 255, 255, 127),
    rawUpdate([{ client: MEMBER_B, clock: 0, structs: [content(8, {}, (encoder) => encodeHugeCount(encoder))] }]),
  ]

  const verdicts = claims.map((claim) => receive(aNote(), claim, [MEMBER_B]).verdict)

  expect(verdicts).toEqual(['refused', 'refused', 'refused', 'refused'])
})

const encodeHugeCount: RawStruct = (encoder) => {
  for (const byte of [255, 255, 255, 127]) encoder.cbuf[encoder.cpos++] = byte
}

test('[KS3] M2: nobody can use up, skip or write under another member’s clocks', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '今日の会議')
  for (const update of memberA.sent.splice(0)) receive(server, update, [MEMBER_A])
  const clock = Y.getState(server.store, MEMBER_A)
  const forgeries = [collected(1_000_000_000), skip(5), characters('偽', { parent: 'body' })].flatMap((struct) =>
    [clock - 1, clock, clock + 7].map((at) => rawUpdate([{ client: MEMBER_A, clock: at, structs: [struct, struct] }])),
  )

  const verdicts = forgeries.map((forgery) => receive(server, forgery, [MEMBER_B]))
  memberA.text().insert(5, 'を始める')

  expect(verdicts).toEqual(forgeries.map(() => refusedFor('foreignAuthor')))
  expect(memberA.sent.map((update) => receive(server, update, [MEMBER_A]).verdict)).toEqual(['apply'])
  expect(plainText(readBody(server))).toContain('今日の会議を始める')
})

test('[KS3] M3: an insertion whose delete set is cut short is refused before anything of it is in the document', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.doc.transact(() => {
    memberA.text().insert(0, '消す文と残す文')
    memberA.text().delete(0, 4)
  })
  const [update = new Uint8Array()] = memberA.sent

  const verdicts = Array.from({ length: update.length }, (_, length) =>
    receive(server, update.slice(0, length), [MEMBER_A]),
  )

  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['refused']))
  expect(Y.getState(server.store, MEMBER_A)).toBe(0)
})

test('[KS3] M4: list items, maps, foreign roots and content of other kinds never reach the body', () => {
  const place = { parent: 'body' }
  const verdicts = [
    verdictOn(values(['poison'], place)),
    verdictOn(values(['one', 'two'], place)),
    verdictOn(values(['map'], { parent: 'body', attribute: 'key' })),
    verdictOn(characters('loose text', place)),
    verdictOn(text(place)),
    verdictOn(element('paragraph', { parent: 'other' })),
    ...[2, 3, 5, 9].map((kind) => verdictOn(content(kind, place, () => undefined))),
    ...[0, 1, 2, 4, 5].map((type) =>
      verdictOn(content(7, place, (encoder) => encoder.cbuf.set([type], encoder.cpos++))),
    ),
  ]

  expect(verdicts).toEqual([
    refusedFor('wrongPlace'),
    refusedFor('contentKind'),
    refusedFor('wrongPlace'),
    refusedFor('wrongPlace'),
    refusedFor('wrongPlace'),
    refusedFor('unknownRoot'),
    ...Array.from({ length: 9 }, () => refusedFor('contentKind')),
  ])
})

test('[KS3] M5: a hundred nested blocks are the most, in one update and across updates', () => {
  const nested = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) =>
      element('blockquote', from + index === 0 ? {} : { parent: [MEMBER_B, from + index - 1] }),
    )
  const server = aNote()

  expect(verdictOn(...nested(0, 2_000))).toEqual(refusedFor('tooDeep'))
  expect(verdictOn(...nested(0, 101))).toEqual(refusedFor('tooDeep'))
  expect(verdictOn(...nested(0, 100)).verdict).toBe('apply')
  const verdicts = [
    [0, 60],
    [60, 100],
    [100, 101],
  ].map(([from = 0, to = 0]) =>
    receive(server, rawUpdate([{ client: MEMBER_B, clock: from, structs: nested(from, to) }]), [MEMBER_B]),
  )
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['apply', 'apply', 'refused'])
})

test('[KS3] M6: two thousand updates with a missing predecessor are gaps, store nothing, and cost less than 200 ms in all', () => {
  const server = aNote()
  const before = Y.encodeStateAsUpdate(server)
  const update = rawUpdate([
    { client: MEMBER_B, clock: 5, structs: [characters('抜'.repeat(300), { origin: [MEMBER_B, 4] })] },
  ])

  const startedAt = performance.now()
  const verdicts = Array.from({ length: 2_000 }, () => receive(server, update, [MEMBER_B]).verdict)
  const tookMs = performance.now() - startedAt

  expect([new Set(verdicts), tookMs < 200]).toEqual([new Set(['gap']), true])
  expect(Y.encodeStateAsUpdate(server)).toEqual(before)
})

test('[KS3] M21: structs that refer to themselves, to later clocks or in a circle are refused', () => {
  const paragraph = element('paragraph', {})
  const circle = rawUpdate([
    { client: MEMBER_A, clock: 0, structs: [element('paragraph', { origin: [MEMBER_B, 0] })] },
    { client: MEMBER_B, clock: 0, structs: [element('paragraph', { origin: [MEMBER_A, 0] })] },
  ])

  const verdicts = [
    verdictOn(element('paragraph', { origin: [MEMBER_B, 0] })),
    verdictOn(paragraph, element('paragraph', { rightOrigin: [MEMBER_B, 2] }), paragraph),
    verdictOn(paragraph, element('paragraph', { parent: [MEMBER_B, 9] })),
    receive(aNote(), circle, [MEMBER_A, MEMBER_B]),
  ]

  expect(verdicts).toEqual(verdicts.map(() => refusedFor('forwardReference')))
})

test('[KS3] M22: structs and deletions of length 0, and values nested deep, are refused', () => {
  const deep = '['.repeat(200_000)
  const parent = paragraphId()
  const verdicts = [
    verdictOn(characters('', { parent })),
    verdictOn(collected(0)),
    verdictOn(deleted(0, {})),
    verdictOn(values([], { parent, attribute: 'blockId' })),
    receive(aNote(), rawUpdate([], [{ client: SERVER_ID, ranges: [[0, 0]] }]), [MEMBER_B]),
    verdictOn(values([JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)], { parent, attribute: 'blockId' })),
    verdictOn(values([{ deep: {} }], { parent, attribute: 'blockId' })),
    verdictOn(text({ parent }), format('link', `{"href":${deep}`, { parent: [MEMBER_B, 0] })),
    verdictOn(text({ parent }), format('link', '{"href":{"deep":{}}}', { parent: [MEMBER_B, 0] })),
  ]

  expect(verdicts).toEqual([
    ...Array.from({ length: 5 }, () => refusedFor('emptyStruct')),
    ...Array.from({ length: 4 }, () => refusedFor('badValue')),
  ])
})

test('[KS3] M23: of a range already known and something new, only the new is stored and relayed', () => {
  const server = aNote()
  const memberA = aReplica(server, MEMBER_A)
  memberA.text().insert(0, '決定')
  for (const update of memberA.sent) receive(server, update, [MEMBER_A])
  const altered = rawUpdate([{ client: MEMBER_A, clock: 0, structs: [characters('改竄済み', { parent: textId() })] }])

  const verdict = receive(server, altered, [MEMBER_A])

  expect(plainText(readBody(server))).toContain('決定済み')
  expect(
    verdict.verdict === 'apply'
      ? Y.decodeUpdate(verdict.update).structs.map(({ id, length }) => [id.clock, length])
      : [],
  ).toEqual([[2, 2]])
  expect(new TextDecoder().decode(verdict.verdict === 'apply' ? verdict.update : undefined)).not.toContain('改竄')
})

test('[KS3] M24: two sections for one client, and sections without a struct, are refused', () => {
  const section = { client: MEMBER_B, clock: 0, structs: [element('paragraph', {})] }

  expect(receive(aNote(), rawUpdate([section, { ...section, clock: 1 }]), [MEMBER_B])).toEqual(
    refusedFor('repeatedSection'),
  )
  expect(receive(aNote(), rawUpdate([section, { ...section, structs: [] }]), [MEMBER_B]).verdict).toBe('refused')
})
