import { writeVarString, writeVarUint } from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as awareness from 'y-protocols/awareness'
import * as Y from 'yjs'
import { fixedId } from '#shared/fixtures/days.ts'
import { bytesOf } from '#tests/support/rawUpdate.ts'
import { checkAwareness, encodePresence, joinPresences } from './checkAwareness.ts'

const OWN = 101
const isOwn = (id: number) => id === OWN

interface State {
  readonly id: number
  readonly clock: number
  readonly json: string
}

const frameOf = (...states: readonly State[]): Uint8Array => frameOfMany(states)

const frameOfMany = (states: readonly State[]): Uint8Array =>
  bytesOf((encoder) => {
    writeVarUint(encoder, states.length)
    for (const { id, clock, json } of states) {
      writeVarUint(encoder, id)
      writeVarUint(encoder, clock)
      writeVarString(encoder, json)
    }
  })
const own = (json: string, clock = 3): State => ({ id: OWN, clock, json })

const POSITION = { type: null, tname: null, item: { client: 101, clock: 4 }, assoc: 0 }

test('[LD1.5] of what a client says about itself, cursor and composing are kept, and nothing else', () => {
  const cursor = { anchor: POSITION, head: { ...POSITION, assoc: -1 } }
  const user = { name: '別の人', color: 'red;background:url(//x)' }

  const verdict = checkAwareness(frameOf(own(JSON.stringify({ cursor, composing: true, user, role: 'x' }))), isOwn)

  expect(verdict).toEqual({
    verdict: 'presence',
    presence: { clientId: OWN, writer: OWN, isLeaving: false, cursor, composing: true },
  })
})

test('[LD1.5] a page says under which id it writes; what is no id is the one that it shows itself by', () => {
  const writers = [77, -1, 1.5, '77', null].map((writer) =>
    checkAwareness(frameOf(own(JSON.stringify({ writer }))), isOwn),
  )

  expect(writers).toMatchObject([77, OWN, OWN, OWN, OWN].map((writer) => ({ presence: { writer } })))
})

test('[LD1.5] a cursor of any other shape is no cursor', () => {
  const odd = [
    { anchor: POSITION },
    'x',
    { anchor: POSITION, head: { item: { client: -1, clock: 0 } } },
    [[POSITION, POSITION]],
    // A name is no place for words.
    { anchor: POSITION, head: { tname: 'あ'.repeat(33) } },
  ]
  const nothing = { clientId: OWN, writer: OWN, isLeaving: false, cursor: null, composing: false }

  const verdicts = odd.map((cursor) =>
    checkAwareness(frameOf(own(JSON.stringify({ cursor, composing: 'yes' }))), isOwn),
  )

  expect(verdicts).toEqual(odd.map(() => ({ verdict: 'presence', presence: nothing })))
})

test('[LD1.6] M7: states of others are dropped unread, and the sender is not closed for them', () => {
  const echo = frameOf(
    { id: 7, clock: 2 ** 40, json: 'null' },
    { id: 8, clock: 1, json: 'no json' },
    own('{"composing":true}'),
    { id: 9, clock: 1, json: '{}' },
  )

  expect(checkAwareness(echo, isOwn)).toMatchObject({
    verdict: 'presence',
    presence: { clientId: OWN, composing: true },
  })
  expect(checkAwareness(frameOf({ id: 7, clock: 2 ** 40, json: '{}' }), isOwn)).toEqual({ verdict: 'nothing' })
})

test('[LD1.6] M7, M25: two hundred thousand ids, very deep JSON, a huge state and cut bytes are refused', () => {
  const crowd = frameOfMany(Array.from({ length: 200_000 }, (_, id) => ({ id, clock: 0, json: '{}' })))
  const whole = frameOf(own('{}'))
  const frames = [
    crowd,
    frameOf(own(`{"cursor":${'['.repeat(3_000)}}`)),
    frameOf(own(JSON.stringify({ pad: 'x'.repeat(4_096) }))),
    Uint8Array.of(...whole, 0),
    ...Array.from({ length: whole.length }, (_, length) => whole.slice(0, length)),
  ]

  const verdicts = frames.map((frame) => checkAwareness(frame, isOwn).verdict)

  expect(verdicts).toEqual(frames.map(() => 'refused'))
})

test('[LD1.6] deep JSON that is well formed reaches nobody', () => {
  const deep = `{"cursor":${'['.repeat(1_000)}${']'.repeat(1_000)},"composing":true}`

  const verdict = checkAwareness(frameOf(own(deep)), isOwn)

  expect(verdict).toMatchObject({ verdict: 'presence', presence: { cursor: null, composing: true } })
})

test('[LD1.5] a stock client reads the server’s presence: its words about who, the member’s about where, and who left', () => {
  const reader = new awareness.Awareness(new Y.Doc())
  const user = {
    memberId: fixedId('member', 1),
    name: 'Aさん',
    organisationName: '架空市',
    role: 'coordinator',
    colour: '#0017C1',
  }
  const cursor = { anchor: POSITION, head: POSITION }

  awareness.applyAwarenessUpdate(
    reader,
    joinPresences([encodePresence({ clientId: 5, clock: 1, user, cursor, composing: false })]),
    null,
  )
  const present = reader.getStates().get(5)
  awareness.applyAwarenessUpdate(
    reader,
    joinPresences([encodePresence({ clientId: 5, clock: 2, user: null, cursor: null, composing: false })]),
    null,
  )

  expect([present, reader.getStates().has(5)]).toEqual([{ user, cursor, composing: false }, false])
  reader.destroy()
})

test('[LD1.5] a stock client’s farewell is read as leaving', () => {
  expect(checkAwareness(frameOf(own('null')), isOwn)).toMatchObject({
    verdict: 'presence',
    presence: { isLeaving: true },
  })
})
