import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Timers } from '#server/platform/timers.ts'
import { decodeServerFrame } from '#shared/protocol/frames.ts'
import { aSession } from '#tests/support/stuckSession.ts'
import { FanOut } from './fanOut.ts'
import type { KeptUpdate } from './liveDocument.ts'

/** Timers that ring when the test says so. */
function heldTimers() {
  const waiting: { readonly milliseconds: number; readonly then: () => void }[] = []
  const timers: Timers = {
    after: (milliseconds, then) => {
      waiting.push({ milliseconds, then })
      return { stop: () => undefined }
    },
    every: () => ({ stop: () => undefined }),
  }
  return { timers, waiting, ring: () => waiting.splice(0).map(({ then }) => then()) }
}

function aRoomOf(count: number) {
  const held = heldTimers()
  const all = Array.from({ length: count }, aSession)
  const sessions = all.map(({ session }) => session)
  const fanOut = new FanOut(new Set(sessions), held.timers)
  const doc = new Y.Doc()
  const kept: KeptUpdate[] = []
  doc.on('update', (update: Uint8Array) => {
    const from = sessions[kept.length % 2]
    if (from === undefined) throw new Error('a room of two at least')
    kept.push({ update, clientIds: [doc.clientID], frame: { from, frameNumber: 1, kind: 'update', update } })
  })
  const write = (text: string) => {
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(doc.getText('t').length, text)
    fanOut.send({ taken: kept.slice(-1), before: () => before })
  }
  return { ...held, write, framesOf: (index: number) => all[index]?.carrier.sent.slice(1) ?? [] }
}

function textOf(frames: readonly Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const bytes of frames) {
    const read = decodeServerFrame(bytes)
    if (read.ok && read.frame.kind === 'update') Y.applyUpdate(doc, read.frame.update)
  }
  return doc.getText('t').toString()
}

test('[KS6] up to twenty who edit get each change at once, but for who wrote it', () => {
  const { write, framesOf, waiting } = aRoomOf(20)

  write('一')
  write('二')

  expect([framesOf(0).length, framesOf(1).length, framesOf(2).length, waiting.length]).toEqual([1, 1, 2, 0])
  expect(textOf(framesOf(2))).toBe('一二')
})

test('[KS6] in a fuller room the changes of 8 ms go out in one frame to everybody', () => {
  const { write, framesOf, waiting, ring } = aRoomOf(21)

  write('一')
  write('二')
  expect([framesOf(2).length, waiting.map(({ milliseconds }) => milliseconds)]).toEqual([0, [8]])
  ring()
  write('三')
  ring()

  expect([0, 1, 2].map((index) => framesOf(index).length)).toEqual([1, 2, 2])
  expect(textOf(framesOf(2))).toBe('一二三')
})
