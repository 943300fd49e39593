import { expect, onTestFinished, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import { stayPresent } from './recoverPresence.ts'
import { ACK_PATIENCE_MS, SILENCE_MS, type SyncFacts, syncStatusAt } from './syncStatus.ts'

const NOW = instant(100_000)
const before = (milliseconds: number) => instant(NOW - milliseconds)
const statusOf = (facts: Partial<SyncFacts>) =>
  syncStatusAt(
    { socketOpen: true, browserOffline: false, composing: false, lastFrameAt: NOW, oldestEditAt: null, ...facts },
    NOW,
  )

test('[KS5] the sign says saved, sending, composing, unsaved and offline, each exactly when it is so', () => {
  expect(statusOf({})).toBe('saved')
  expect(statusOf({ oldestEditAt: before(1) })).toBe('sending')
  expect(statusOf({ composing: true })).toBe('composing')
  expect(statusOf({ oldestEditAt: before(ACK_PATIENCE_MS), lastFrameAt: before(1) })).toBe('unsaved')
  expect(statusOf({ socketOpen: false })).toBe('offline')
  expect(statusOf({ browserOffline: true })).toBe('offline')
})

test('[KS5] a socket on which nothing comes counts as none: after three seconds with an edit, after twenty without', () => {
  expect(statusOf({ oldestEditAt: before(ACK_PATIENCE_MS), lastFrameAt: before(ACK_PATIENCE_MS) })).toBe('offline')
  expect(statusOf({ lastFrameAt: before(SILENCE_MS - 1) })).toBe('saved')
  expect(statusOf({ lastFrameAt: before(SILENCE_MS) })).toBe('offline')
})

test('[LD5.43] whoever has the note open says so to the others also after the clock was set back by hours', () => {
  const awareness = new Awareness(new Y.Doc())
  onTestFinished(() => awareness.destroy())
  let said = 0
  awareness.on('update', () => {
    said += 1
  })
  const { lastUpdated } = awareness.meta.get(awareness.clientID) ?? { lastUpdated: 0 }
  for (const passedMs of [1_000, 20_000, -3 * 3_600_000]) stayPresent(awareness, instant(lastUpdated + passedMs))

  expect(said).toBe(2)
})

test('[KS5] a word being composed hides neither unsaved text nor a lost network', () => {
  expect(statusOf({ composing: true, oldestEditAt: before(ACK_PATIENCE_MS), lastFrameAt: before(1) })).toBe('unsaved')
  expect(statusOf({ composing: true, browserOffline: true })).toBe('offline')
})

test('[KS31] where the page’s clock was put back, a socket counts as none until something comes on it', () => {
  const hourAhead = before(-3_600_000)

  expect(statusOf({ lastFrameAt: hourAhead })).toBe('offline')
  expect(statusOf({ lastFrameAt: before(-1) })).toBe('saved')
})

test('[KS31] what nobody called saved is not said to be on its way for as long as the page’s clock was put back', () => {
  const hourAhead = before(-3_600_000)

  expect(['unsaved', 'offline']).toContain(statusOf({ oldestEditAt: hourAhead }))
  expect(statusOf({ oldestEditAt: before(-1) })).toBe('sending')
})
