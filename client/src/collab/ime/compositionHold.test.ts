import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import type { Timers } from '../connection/timers.ts'
import { bridgeDocuments } from './bridge.ts'
import { compositionHold, SETTLE_MS } from './compositionHold.ts'
import { InwardPace } from './inwardPace.ts'

const textOf = (doc: Y.Doc): Y.Text => doc.getText('line')

/** Waits end when the test says so. */
function heldTimers() {
  let waiting: { readonly milliseconds: number; readonly then: () => void }[] = []
  const timers: Timers = {
    after(milliseconds, then) {
      const wait = { milliseconds, then }
      waiting.push(wait)
      return {
        stop() {
          waiting = waiting.filter((each) => each !== wait)
        },
      }
    },
    every: () => ({ stop: () => undefined }),
  }
  return {
    timers,
    waits: () => waiting.map(({ milliseconds }) => milliseconds),
    pass() {
      for (const { then } of waiting.splice(0)) then()
    },
  }
}

function composer() {
  const [net, editor] = [new Y.Doc(), new Y.Doc()]
  const { timers, waits, pass } = heldTimers()
  const takeOwn = (update: Uint8Array, origin: object) => Y.applyUpdate(net, update, origin)
  const pace = new InwardPace({ clock: { now: () => instant(0) }, timers })
  const bridge = bridgeDocuments({ doc: net, takeOwn, untold: () => [] }, editor, pace)
  const undoManager = new Y.UndoManager(textOf(editor))
  const told: string[] = []
  const hold = compositionHold({
    ...{ bridge, timers },
    undoManager: () => undoManager,
    settle: () => void told.push(`settled with ${textOf(net)}`),
    composing: (isComposing) => void told.push(isComposing ? 'composing' : 'done'),
    resumeCaret: () => void told.push('caret'),
  })
  const type = (text: string): void => textOf(editor).insert(textOf(editor).length, text)
  const texts = () => [net, editor].map((doc) => textOf(doc).toString())
  return { ...{ net, hold, undoManager, told, waits, pass, type, texts } }
}

test('[LD5.2] a word is held until its composition has settled, the next conversion included', () => {
  const { net, hold, told, waits, pass, type, texts } = composer()
  type('前')
  hold.started()
  type('かい')
  textOf(net).insert(0, '★')
  hold.ended()
  const whileSettling = texts()
  hold.started()
  const waitsInNext = waits()
  const goneOut = texts()[0]
  type('ぎ')
  hold.ended()
  pass()

  expect([whileSettling, goneOut, waitsInNext]).toEqual([['★前', '前かい'], '★前かい', []])
  expect(texts()).toEqual(['★前かいぎ', '★前かいぎ'])
  expect(told).toEqual(['composing', 'composing', 'settled with ★前かい', 'done', 'caret'])
})

test('[LD5.2] a composed word is one step of undo, apart from what was typed before and is typed after', () => {
  const { hold, undoManager, pass, type, texts } = composer()
  type('前')
  hold.started()
  type('かい')
  type('ぎ')
  hold.ended()
  pass()
  type('後')
  const steps = [() => undoManager.undo(), () => undoManager.undo()].map((undo) => {
    undo()
    return texts()[1]
  })

  expect([steps, undoManager.captureTimeout]).toEqual([['前かいぎ', '前'], 500])
})

test('[LD5.40] what was composed is sent when the keyboard goes elsewhere, before what is pressed there', () => {
  const { net, hold, waits, pass, type, texts } = composer()
  type('前')
  hold.started()
  type('会議')
  textOf(net).insert(0, '★')
  hold.ended()
  hold.left()
  const atOnce = texts()
  const waitsThen = waits()
  pass()

  expect([atOnce, waitsThen]).toEqual([['★前会議', '前会議'], [SETTLE_MS]])
  expect(texts()).toEqual(['★前会議', '★前会議'])
})

test('[LD5.2] a page that is hidden or closed in the middle of a word sends it, and the peers hear that it is done', () => {
  const { hold, told, type, texts } = composer()
  hold.started()
  type('会')
  hold.pageHidden()
  const hidden = texts()[0]
  type('議')
  hold.ended()
  hold.destroy()

  expect([hidden, texts()[0], told]).toEqual(['会', '会議', ['composing', 'done']])
})
