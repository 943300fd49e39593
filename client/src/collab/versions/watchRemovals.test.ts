import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Instant, instant } from '#shared/core/time.ts'
import { watchRemovals } from './watchRemovals.ts'

/** A document of 400 characters that is watched, and what is told of it. */
function watched() {
  let now: Instant = instant(0)
  const doc = new Y.Doc()
  const text = doc.getText('body')
  text.insert(0, 'あ'.repeat(400))
  const told: boolean[] = []
  const stop = watchRemovals(doc, { now: () => now }, (isGone) => told.push(isGone))
  const pass = (seconds: number) => {
    now = instant(now + seconds * 1_000)
  }
  return { text, told, stop, pass }
}

test('[LD6.15] a page tells when a third of a note went within ten seconds, and that it is back when most of it is', () => {
  const { text, told } = watched()

  text.delete(0, 90)
  expect(told).toEqual([])
  text.delete(0, 60)
  expect(told).toEqual([true])
  text.insert(0, 'い'.repeat(40))
  expect(told).toEqual([true])
  text.insert(0, 'い'.repeat(70))
  expect(told).toEqual([true, false])
})

test('[LD6.15] what is taken out slowly, cut and pasted elsewhere, or replaced at once tells nothing', () => {
  const { text, told, pass } = watched()

  for (let piece = 0; piece < 3; piece++) {
    text.delete(0, 90)
    pass(10)
  }
  text.insert(0, 'い'.repeat(270))
  for (let cut = 0; cut < 3; cut++) {
    text.delete(0, 90)
    text.insert(text.length, 'い'.repeat(90))
  }
  text.doc?.transact(() => {
    text.delete(0, 300)
    text.insert(0, 'う'.repeat(300))
  })

  expect(told).toEqual([])
})

test('[LD6.15] a page that has gone is told nothing', () => {
  const { text, told, stop } = watched()
  stop()

  text.delete(0, 400)

  expect(told).toEqual([])
})
