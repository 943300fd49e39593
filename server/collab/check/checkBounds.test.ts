import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { plainText } from '#shared/document/plainText.ts'
import { bodyOf, readBody } from '#shared/document/readBody.ts'
import {
  characters,
  collected,
  element,
  format,
  type RawDeletion,
  type RawStruct,
  rawUpdate,
  text,
  values,
} from '#tests/support/rawUpdate.ts'
import {
  aNote,
  aReplica,
  firstParagraph,
  MEMBER_A,
  MEMBER_B,
  receive,
  refusedFor,
  SERVER_ID,
  verdictOn,
} from '#tests/support/sharedNote.ts'

const many = <Value>(count: number, make: (at: number) => Value): readonly Value[] =>
  Array.from({ length: count }, (_, at) => make(at))

const ofB = (clock: number, structs: readonly RawStruct[]): Uint8Array =>
  rawUpdate([{ client: MEMBER_B, clock, structs }])

test.each([
  ['taskItem', 'checked', false],
  ['taskItem', 'checked', true],
  ['heading', 'level', 2],
  ['actionItem', 'personName', '名前'],
  ['actionItem', 'dueOn', null],
  ['actionItem', 'dueOn', undefined],
  ['tableCell', 'colwidth', [120, 80.5, 33.3]],
  ['tableCell', 'colwidth', many(1_000, () => 1)],
] as const)('[KS3] of a %s the %s that an editor writes is taken (%#)', (name, attribute, value) => {
  const set = values([typeof value === 'object' && value !== null ? [...value] : value], {
    ...{ parent: [MEMBER_B, 0], attribute },
  })

  expect(verdictOn(element(name, {}), set).verdict).toBe('apply')
})

test('[KS3] a longer list of widths, and a longer value of a mark, than any editor writes are refused', () => {
  const widths = (length: number) =>
    verdictOn(
      element('tableCell', {}),
      values([[...many(length, () => 1)]], { parent: [MEMBER_B, 0], attribute: 'colwidth' }),
    )
  const link = (length: number) => {
    const address = `https://a.example/${'x'.repeat(length)}`
    const line = [element('paragraph', {}), text({ parent: [MEMBER_B, 0] })]
    return verdictOn(...line, format('link', JSON.stringify({ href: address }), { parent: [MEMBER_B, 1] }))
  }

  expect([link(8_000).verdict, widths(1_001), link(8_192)]).toEqual([
    'apply',
    refusedFor('badValue'),
    refusedFor('badValue'),
  ])
})

test('[KS3] [KS22] structs and deleted ranges are counted over all clients of an update', () => {
  const structs = (client: number) => ({ client, clock: 0, structs: many(32_769, () => collected(1)) })
  const deletions = (client: number, count: number): RawDeletion => ({
    client,
    ranges: many(count, (at) => [at * 2, 1]),
  })
  const server = aNote()

  expect(receive(server, rawUpdate([structs(300), structs(301)]), [300, 301])).toEqual(refusedFor('tooManyStructs'))
  expect(receive(server, rawUpdate([], [deletions(300, 32_768), deletions(301, 32_769)]), [])).toEqual(
    refusedFor('tooManyDeletions'),
  )
  expect(receive(server, rawUpdate([], [deletions(300, 1), deletions(300, 1)]), [])).toEqual(
    refusedFor('repeatedSection'),
  )
})

test('[KS3] one’s own words take none along that are written in the same frame under another’s id', () => {
  const sections = [MEMBER_A, MEMBER_B].map((client) => ({ client, clock: 0, structs: [element('paragraph', {})] }))

  expect(receive(aNote(), rawUpdate(sections), [MEMBER_B])).toEqual(refusedFor('foreignAuthor'))
  expect(receive(aNote(), rawUpdate(sections.toReversed()), [MEMBER_B])).toEqual(refusedFor('foreignAuthor'))
})

test('[KS3] what stands in, before or behind the very next thing of another is a gap; in its own next thing, forged', () => {
  const next = Y.getState(aNote().store, SERVER_ID)
  const near = (client: number, clock: number) => [
    verdictOn(text({ parent: [client, clock] })),
    verdictOn(element('paragraph', { origin: [client, clock] })),
    verdictOn(element('paragraph', { rightOrigin: [client, clock] })),
  ]

  expect(near(SERVER_ID, next)).toEqual(many(3, () => ({ verdict: 'gap' })))
  expect(near(MEMBER_B, 0)).toEqual(many(3, () => refusedFor('forwardReference')))
})

test('[KS5] what waits for something that has not come is a gap, whatever else of the frame is there or waits for it', () => {
  const two = (missing: number, other: RawStruct) =>
    rawUpdate([
      { client: MEMBER_B, clock: 0, structs: [element('paragraph', { origin: [MEMBER_A, missing] })] },
      { client: MEMBER_A, clock: 0, structs: [other] },
    ])
  const waiting = element('paragraph', { origin: [SERVER_ID, 999] })
  const updates = [two(0, waiting), two(1, waiting), two(1, element('paragraph', {}))]

  expect(updates.map((update) => receive(aNote(), update, [MEMBER_A, MEMBER_B]))).toEqual(
    updates.map(() => ({ verdict: 'gap' })),
  )
})

test('[KS3] the first words in an empty line that another removes at the same time end nobody’s session', () => {
  const server = aNote()
  const begun = aReplica(server, MEMBER_A)
  const section = firstParagraph(begun.doc).parent
  if (section instanceof Y.XmlElement) section.insert(0, [new Y.XmlElement('paragraph')])
  for (const update of begun.sent.splice(0)) receive(server, update, [MEMBER_A])
  const writer = aReplica(server, MEMBER_B)
  firstParagraph(writer.doc).insert(0, [new Y.XmlText('始め')])
  const here = firstParagraph(begun.doc).parent
  if (here instanceof Y.XmlElement) here.delete(0, 1)

  const verdicts = [...begun.sent, ...writer.sent].map(
    (update) => receive(server, update, [MEMBER_A, MEMBER_B]).verdict,
  )

  expect(new Set(verdicts)).toEqual(new Set(['apply']))
  expect(plainText(readBody(server))).not.toContain('始め')
})

test('[KS3] what stands beside what was collected is in no place, on whichever side that is', () => {
  const server = aNote()
  receive(server, ofB(0, [element('paragraph', {}), collected(1)]), [MEMBER_B])
  const before = bodyOf(server).toString()
  const [there, gone] = [
    [MEMBER_B, 0],
    [MEMBER_B, 1],
  ] as const
  const behind = ofB(2, [element('paragraph', { origin: gone, rightOrigin: there })])
  const ahead = ofB(3, [element('paragraph', { origin: there, rightOrigin: gone })])

  expect([behind, ahead].map((update) => receive(server, update, [MEMBER_B]).verdict)).toEqual(['apply', 'apply'])
  expect(bodyOf(server).toString()).toBe(before)
})

test('[KS29] places that a member made and took out again before sending are counted for nothing', () => {
  const written = ofB(0, [
    element('paragraph', {}),
    text({ parent: [MEMBER_B, 0] }),
    characters('x'.repeat(20_000), { parent: [MEMBER_B, 1] }),
  ])
  const ranges = many(9_000, (at) => [2 + at * 2, 1] as const)
  const deletions = rawUpdate([], [{ client: MEMBER_B, ranges }])
  const whole = new Uint8Array([...written.subarray(0, -1), ...deletions.subarray(1)])

  expect(receive(aNote(), whole, [MEMBER_B]).verdict).toBe('apply')
})

test('[KS3] a long text that is pasted at once, with a table in it, is taken', () => {
  const lines = many(2_000, (at) => [
    element('paragraph', at === 0 ? {} : { origin: [MEMBER_B, (at - 1) * 3] }),
    text({ parent: [MEMBER_B, at * 3] }),
    characters('行', { parent: [MEMBER_B, at * 3 + 1] }),
  ]).flat()
  const cells = many(1_500, (at) => [
    element('tableCell', at === 0 ? {} : { origin: [MEMBER_B, (at - 1) * 3] }),
    values([1], { parent: [MEMBER_B, at * 3], attribute: 'colspan' }),
    values([1], { parent: [MEMBER_B, at * 3], attribute: 'rowspan' }),
  ]).flat()

  expect([verdictOn(...lines).verdict, verdictOn(...cells).verdict]).toEqual(['apply', 'apply'])
})

test('[KS22] lines that are put before all others, frame by frame, are refused once there are too many to look through', () => {
  const server = aNote()
  const verdicts = many(12, (frame) =>
    receive(
      server,
      ofB(
        frame * 500,
        many(500, () => element('paragraph', { parent: 'body' })),
      ),
      [MEMBER_B],
    ),
  )

  expect([verdicts[0]?.verdict, verdicts.find(({ verdict }) => verdict !== 'apply')]).toEqual([
    'apply',
    refusedFor('tooCrowded'),
  ])
})
