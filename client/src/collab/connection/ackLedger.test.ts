import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { instant } from '#shared/core/time.ts'
import { ackLedger } from './ackLedger.ts'

const edit = (at: number, clock = at) => ({
  at: instant(at),
  author: 1,
  clock,
  bytes: 10,
  deletions: Y.createDeleteSet(),
})

test('[KS5] an edit waits until the frame that carries it is acknowledged, and no longer', () => {
  const ledger = ackLedger()
  ledger.edited(edit(1))
  ledger.sent('newest')
  ledger.edited(edit(2))
  ledger.sent('newest')

  expect(ledger.oldest()?.at).toBe(1)
  ledger.acked(1)
  expect(ledger.oldest()?.at).toBe(2)
  ledger.acked(2)

  expect([ledger.oldest(), ledger.bytes()]).toEqual([null, 0])
})

test('[KS29] frames that go ahead of another are counted, and answer for no edit', () => {
  const ledger = ackLedger()
  ledger.edited(edit(1))
  ledger.sent('nothing')
  ledger.sent('newest')

  ledger.acked(1)
  expect(ledger.oldest()?.at).toBe(1)
  ledger.acked(2)
  expect(ledger.oldest()).toBe(null)
})

test('[KS5] a frame of before a reconnect is answered for by nothing but the whole frame of the new socket', () => {
  const ledger = ackLedger()
  ledger.edited(edit(1))
  ledger.sent('newest')
  ledger.opened()
  ledger.edited(edit(2))
  ledger.sent('newest')

  ledger.acked(1)
  expect(ledger.oldest()?.at).toBe(1)
  ledger.sent('everything')
  ledger.acked(2)

  expect(ledger.oldest()).toBe(null)
})

test('[KS5] what was written offline is one entry from its oldest edit, with the bytes of all', () => {
  const ledger = ackLedger()
  for (let at = 1; at <= 100; at += 1) ledger.edited(edit(at))

  expect(ledger.oldest()).toMatchObject({ at: 1, clock: 1 })
  expect(ledger.bytes()).toBe(1_000)
})

test('[LD5.7] what an edit deletes is untold until its frame is acknowledged, over a new socket too', () => {
  const ledger = ackLedger()
  const deleted = (clock: number) => ({ clients: new Map([[7, [{ clock, len: 1 }]]]) })
  for (const clock of [1, 3]) {
    ledger.edited({ ...edit(clock), deletions: deleted(clock) })
    ledger.sent('newest')
  }
  ledger.acked(1)

  expect(ledger.deletions()).toEqual([deleted(3)])
  ledger.opened()
  ledger.edited({ ...edit(5), deletions: deleted(5) })
  ledger.sent('everything')
  expect(ledger.deletions().flatMap(({ clients }) => clients.get(7))).toEqual(
    [3, 5].map((clock) => ({ clock, len: 1 })),
  )
  ledger.acked(1)

  expect(ledger.deletions()).toEqual([])
})
