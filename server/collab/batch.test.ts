import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import { BODY_KEY } from '#shared/document/bodySchema.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { aSession } from '#tests/support/stuckSession.ts'
import { gatherBatch, readLarge } from './batch.ts'
import { checkUpdate } from './check/checkUpdate.ts'
import { readUpdate } from './check/readUpdate.ts'
import { entriesOf } from './entriesOf.ts'
import { runsOf } from './mergeFrames.ts'
import type { Session } from './session.ts'
import type { WaitingFrame } from './waitingFrame.ts'

/** Someone who types into an own copy of the document; each change is one frame. */
function aTypist(session: Session, doc = new Y.Doc()) {
  const frames: WaitingFrame[] = []
  doc.on('update', (update: Uint8Array) => {
    const frameNumber = frames.length + 1
    frames.push({ from: session, frameFrom: frameNumber, frameNumber, kind: 'update', update })
  })
  const text = new Y.XmlText()
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [text])
    doc.getXmlFragment(BODY_KEY).push([paragraph])
  })
  const type = (characters: string) => {
    for (const character of characters) text.insert(text.length, character)
  }
  return { frames, type }
}

const clientOf = ([first]: readonly WaitingFrame[]): number =>
  Y.decodeUpdate(first?.update ?? new Uint8Array([0, 0])).structs[0]?.id.client ?? 0

const gathered = (waiting: readonly WaitingFrame[], doc = new Y.Doc()) =>
  gatherBatch(waiting, { loaded: { doc, authors: new Map() }, check: checkUpdate })

function textAfter(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getXmlFragment(BODY_KEY).toString()
}

test('[KS4] what one person has typed while a write was under way is kept as one entry, of all its frames', () => {
  const { frames, type } = aTypist(aSession().session)
  type('会議')

  const { steps, rest } = gathered(frames)
  const kept = steps.filter((step) => step.kind === 'keep')
  const entries = entriesOf(kept, 7, instant(0))

  expect(rest).toEqual([])
  expect(entries.map(({ sequence, frameFrom, frameTo }) => [sequence, frameFrom, frameTo])).toEqual([[8, 1, 3]])
  expect(textAfter(entries.map(({ update }) => update))).toBe('<paragraph>会議</paragraph>')
})

test('[KS4] the frames of two who type at once stay apart, each in its own order', () => {
  const [one, other] = [aTypist(aSession().session), aTypist(aSession().session)]
  one.type('あい')
  other.type('かき')

  const { steps } = gathered(
    [one.frames[0], other.frames[0], ...one.frames.slice(1), ...other.frames.slice(1)].flatMap((frame) => frame ?? []),
  )

  expect(
    steps.map(({ kind, frame }) => [kind, frame.from === one.frames[0]?.from, frame.frameFrom, frame.frameNumber]),
  ).toEqual([
    ['keep', true, 1, 3],
    ['keep', false, 1, 3],
  ])
})

test('[KS5] no frame overtakes one of its own sender that has to wait, not even one that only deletes what was there', () => {
  const loaded = new Y.Doc()
  aTypist(aSession().session, loaded).type('前')
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(loaded))
  const { frames, type } = aTypist(aSession().session, copy)
  type('会')
  copy.getXmlFragment(BODY_KEY).delete(0, 1)
  // Read before their turn, they are judged one by one.
  const waiting = frames.map((frame) => ({ ...frame, answer: readUpdate(frame.update) }))

  const { steps, rest } = gathered(waiting, loaded)

  expect(steps.map(({ kind, frame }) => [kind, frame.frameNumber])).toEqual([['keep', 1]])
  expect(rest).toEqual(waiting.slice(1))
})

test('[KS3] a forged frame takes none of the frames before it along, and none after it is taken', () => {
  const { frames, type } = aTypist(aSession().session)
  type('会議')
  const [first, second, third] = frames
  if (first === undefined || second === undefined || third === undefined) throw new Error('three frames were typed')
  const forged = { ...second, update: new Uint8Array([1, 0, 0]) }

  const { steps, rest } = gathered([first, forged, third])
  first.from.refuse(2)
  const next = gathered(rest)

  expect(steps.map(({ kind, frame }) => [kind, frame.frameNumber])).toEqual([
    ['keep', 1],
    ['refuse', 2],
  ])
  // Until its sender has gone nothing is thrown away: they may turn out to be honest.
  expect([rest, next.steps, next.rest]).toEqual([[third], [], []])
})

test('[KS3] an id that one member begins to write under is taken by no other, also when their frames come together', () => {
  const honest = aTypist(aSession().session)
  honest.type('会')
  const sameId = new Y.Doc()
  sameId.clientID = clientOf(honest.frames)
  const forger = aTypist(aSession(fixedId('member', 2)).session, sameId)
  forger.type('議')

  const { steps, rest } = gathered([...honest.frames, ...forger.frames])

  expect(steps.map((step) => [step.kind, 'fault' in step ? step.fault : null])).toEqual([
    ['keep', null],
    ['refuse', 'foreignAuthor'],
  ])
  expect(rest).toEqual(forger.frames.slice(1))
})

test('[KS3] what two pages of one member write under one id at once is not kept twice, nor one in the other’s place', () => {
  const [one, other] = [aTypist(aSession().session), aSession().session]
  one.type('会議')
  const sameId = new Y.Doc()
  sameId.clientID = clientOf(one.frames)
  const double = aTypist(other, sameId)
  double.type('欠席')

  const { steps, rest } = gathered([...one.frames, ...double.frames])

  expect(steps.map(({ kind, frame }) => [kind, frame.from, frame.frameNumber])).toEqual([
    ['keep', one.frames[0]?.from, 3],
  ])
  expect(rest).toEqual(double.frames)
})

test('[KS5] an answer to our question is put together with nothing that comes before it or behind it', () => {
  const { frames, type } = aTypist(aSession().session)
  type('会議')
  const waiting = frames.map(
    (frame): WaitingFrame => (frame.frameNumber === 2 ? { ...frame, kind: 'syncStep2' } : frame),
  )

  expect(runsOf(waiting).map((run) => run.map(({ kind }) => kind))).toEqual([['update'], ['syncStep2'], ['update']])
})

test('[KS9] what comes from a session whose right is in doubt waits, and from one that has ended, or left before it could be judged, goes', () => {
  const [doubted, ended, left] = [aSession(), aSession(fixedId('member', 2)), aSession(fixedId('member', 3))]
  const waiting = [doubted, ended, left].flatMap(({ session }) => {
    const { frames, type } = aTypist(session)
    type('会')
    return frames.slice(0, 1)
  })
  doubted.raiseEpoch()
  ended.session.end('signedOut')
  left.session.leave()
  left.raiseEpoch()

  const { steps, rest } = gathered(waiting)

  expect([steps, rest]).toEqual([[], waiting.slice(0, 1)])
})

test('[KS5] a frame that builds on one that has not come opens a gap for itself only', () => {
  const { frames, type } = aTypist(aSession().session)
  type('会議')
  const [first, , third] = frames
  if (first === undefined || third === undefined) throw new Error('three frames were typed')

  const { steps, rest } = gathered([first, third])

  expect(steps.map(({ kind, frame }) => [kind, frame.frameNumber])).toEqual([['keep', 1]])
  expect(rest.map(({ frameNumber }) => frameNumber)).toEqual([3])
})

test('[KS4] no entry grows beyond what the others can take at once', () => {
  const { frames, type } = aTypist(aSession().session)
  type('あ'.repeat(99))

  const { steps, rest } = gathered(frames)

  expect(steps.map(({ frame }) => [frame.frameFrom, frame.frameNumber])).toEqual([[1, 64]])
  expect(rest.length).toBe(36)
})

test('[KS22] large frames that come together are judged a part at a time, each sender’s in order', () => {
  const typists = Array.from({ length: 4 }, () => aTypist(aSession().session))
  for (const { type } of typists) type('あ')
  const large = (frame: WaitingFrame): WaitingFrame => ({ ...frame, update: new Uint8Array(150_000) })
  const waiting = typists.flatMap(({ frames: [first] }) => (first === undefined ? [] : [large(first), first]))

  const { steps, rest, isFull } = gathered(waiting)

  const left = [waiting[1], ...waiting.slice(3)]
  expect([steps.map(({ frame }) => frame), rest, isFull]).toEqual([[waiting[0], waiting[2]], left, true])
  expect(gathered(waiting.slice(0, 2)).isFull).toBe(false)
})

test('[KS22] of what is judged next, the large frames are read before their turn, and only once', async () => {
  const { frames, type } = aTypist(aSession().session)
  type('あ')
  const large = (frame: WaitingFrame): WaitingFrame => ({ ...frame, update: new Uint8Array(150_000) })
  const waiting = frames.flatMap((frame) => [frame, large(frame)])
  const isRead = () => waiting.map(({ answer }) => answer !== undefined)

  await readLarge(waiting, async () => undefined)
  const once = [...waiting]
  await readLarge(waiting, async () => undefined)
  const asked: unknown[] = []
  gatherBatch(waiting.slice(1, 2), {
    loaded: { doc: new Y.Doc(), authors: new Map() },
    check: (update, view, answer) => {
      asked.push(answer)
      return checkUpdate(update, view, answer)
    },
  })

  expect(isRead()).toEqual([false, true, false, true])
  expect(waiting.every((frame, place) => frame === once[place])).toBe(true)
  expect(asked).toEqual([waiting[1]?.answer])
})
