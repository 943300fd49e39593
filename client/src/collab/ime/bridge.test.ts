import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import { browserTimers } from '../connection/timers.ts'
import { bridgeDocuments } from './bridge.ts'
import { InwardPace } from './inwardPace.ts'

const textOf = (doc: Y.Doc): Y.Text => doc.getText('line')

function joined() {
  const [net, editor] = [new Y.Doc(), new Y.Doc()]
  textOf(net).insert(0, '記録')
  const takeOwn = (update: Uint8Array, origin: object) => Y.applyUpdate(net, update, origin)
  const bridge = bridgeDocuments(
    { doc: net, takeOwn, untold: () => [] },
    editor,
    new InwardPace({ clock: { now: () => instant(0) }, timers: browserTimers }),
  )
  return { net, editor, bridge, texts: () => [textOf(net).toString(), textOf(editor).toString()] }
}

test('[LD5.2] what either document learns the other has at once, each change once', () => {
  const { net, editor, texts } = joined()
  let updates = 0
  for (const doc of [net, editor])
    doc.on('update', () => {
      updates += 1
    })

  textOf(editor).insert(2, '一')
  textOf(net).insert(3, '二')

  expect(texts()).toEqual(['記録一二', '記録一二'])
  expect(updates).toBe(4)
})

test('[LD5.2] while held nothing passes either way, and the release brings both up to date', () => {
  const { net, editor, bridge, texts } = joined()

  bridge.hold()
  textOf(editor).insert(2, 'かいぎ')
  textOf(net).insert(0, '★')
  expect(texts()).toEqual(['★記録', '記録かいぎ'])
  expect(bridge.hasHeldEdits()).toBe(true)
  bridge.release()

  expect(texts()).toEqual(['★記録かいぎ', '★記録かいぎ'])
  expect([bridge.isHeld(), bridge.hasHeldEdits()]).toEqual([false, false])
})

test('[LD5.2] a flush outward lets one’s own words go and the others’ wait', () => {
  const { net, editor, bridge, texts } = joined()
  bridge.hold()
  textOf(editor).insert(2, '会議')
  textOf(net).insert(0, '★')

  bridge.flushOutward()

  expect(texts()).toEqual(['★記録会議', '記録会議'])
  expect([bridge.isHeld(), bridge.hasHeldEdits()]).toEqual([true, false])
})

test('[LD5.2] what the editor moves as others’ words enter goes out as one: nobody sees it twice on the way', () => {
  const { net, editor, bridge } = joined()
  const seen: string[] = []
  net.on('update', (_update, by) => {
    if (by === bridge.origin) seen.push(textOf(net).toString())
  })
  textOf(editor).observe(({ transaction }) => {
    if (transaction.origin !== bridge.origin) return
    textOf(editor).insert(textOf(editor).length, '記録')
    textOf(editor).delete(1, 2)
  })

  textOf(net).insert(0, '★')

  expect(seen).toEqual(['★記録'])
  expect(textOf(editor).toString()).toBe('★記録')
})

test('[LD5.2] what waits for the frame of a key does not enter a word that this key has begun', async () => {
  const { net, editor, bridge, texts } = joined()
  const frame = Promise.withResolvers<void>()
  bridge.keyPressed(frame.promise)
  textOf(net).insert(0, '★')
  bridge.hold()
  textOf(editor).insert(2, 'か')
  frame.resolve()
  await frame.promise
  await Promise.resolve()
  const whileComposing = texts()
  bridge.release()

  expect([whileComposing, texts()]).toEqual([
    ['★記録', '記録か'],
    ['★記録か', '★記録か'],
  ])
})

test('[LD5.2] ending the bridge in the middle of a word loses nothing, and afterwards nothing passes', () => {
  const { net, editor, bridge, texts } = joined()
  bridge.hold()
  textOf(editor).insert(2, '会議')

  bridge.destroy()
  expect(texts()).toEqual(['記録会議', '記録会議'])
  textOf(net).insert(0, '★')

  expect(texts()).toEqual(['★記録会議', '記録会議'])
})

test('[LD5.2] each document writes under an id of its own', () => {
  const { net, editor } = joined()
  const netId = net.clientID

  textOf(editor).insert(0, '会')

  expect(net.clientID).toBe(netId)
  expect(Y.getState(net.store, editor.clientID)).toBe(1)
})
