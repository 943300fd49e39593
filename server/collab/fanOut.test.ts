import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeServerFrame } from '#shared/protocol/frames.ts'
import { aSession } from '#tests/support/stuckSession.ts'
import { fanOut } from './fanOut.ts'
import type { KeptUpdate } from './liveDocument.ts'

/** A room of three of whom some write, in turn, and what each was sent. */
function aRoom() {
  const all = Array.from({ length: 3 }, aSession)
  const doc = new Y.Doc()
  const before = Y.encodeStateVector(doc)
  const taken: KeptUpdate[] = []
  const write = (by: number, text: string) => {
    const from = all[by]?.session
    if (from === undefined) throw new Error('nobody of that number')
    doc.once('update', (update: Uint8Array) => {
      const frame = { from, frameFrom: 1, frameNumber: 1, kind: 'update', update } as const
      taken.push({ update, clientIds: [doc.clientID], removes: -text.length, frame })
    })
    doc.getText('t').insert(doc.getText('t').length, text)
  }
  return {
    write,
    fanOut: () => fanOut(new Set(all.map(({ session }) => session)), { taken, before: () => before }),
    textsSentTo: (index: number) => (all[index]?.carrier.sent.slice(1) ?? []).map(textOf),
  }
}

function textOf(bytes: Uint8Array): string {
  const doc = new Y.Doc()
  const read = decodeServerFrame(bytes)
  if (read.ok && read.frame.kind === 'update') Y.applyUpdate(doc, read.frame.update)
  return doc.getText('t').toString()
}

test('[KS6] what one has written goes to everybody else, in one frame', () => {
  const room = aRoom()
  room.write(0, '一')
  room.write(0, '二')

  room.fanOut()

  expect([0, 1, 2].map(room.textsSentTo)).toEqual([[], ['一二'], ['一二']])
})

test('[KS6] what several have written together goes to all of them, in one frame', () => {
  const room = aRoom()
  room.write(0, '一')
  room.write(1, '二')

  room.fanOut()

  expect([0, 1, 2].map(room.textsSentTo)).toEqual([['一二'], ['一二'], ['一二']])
})
