import { expect, test } from 'vitest'
import { silentLog } from '#server/platform/log.ts'
import type { Timers } from '#server/platform/timers.ts'
import { makeId } from '#shared/core/ids.ts'
import { Projections } from './projections.ts'
import type { Room } from './room.ts'

/** Time that passes when the test says so. */
function heldTime() {
  let now = 1_000_000
  let waiting: { readonly at: number; readonly then: () => void }[] = []
  const timers: Timers = {
    after(milliseconds, then) {
      const entry = { at: now + milliseconds, then }
      waiting.push(entry)
      return {
        stop() {
          waiting = waiting.filter((other) => other !== entry)
        },
      }
    },
    every: () => ({ stop: () => undefined }),
    elapsedMs: () => now,
  }
  return {
    timers,
    async pass(milliseconds: number) {
      now += milliseconds
      const due = waiting.filter(({ at }) => at <= now)
      waiting = waiting.filter(({ at }) => at > now)
      for (const { then } of due) then()
      await Promise.resolve()
    },
  }
}

// A projection is handed the room; here it looks at nothing but which document it is of.
const room = { document: { row: { documentId: makeId('document', '0'.repeat(26)) } } } as unknown as Room

function watched(run: () => Promise<void> = async () => undefined) {
  const time = heldTime()
  let runs = 0
  const projection = {
    name: 'counted',
    async run() {
      runs++
      await run()
    },
  }
  const projections = new Projections({
    projections: [projection],
    timers: time.timers,
    log: silentLog,
  })
  return { time, projections, runs: () => runs }
}

test('[KS7] what is derived from a document is drawn once it has been quiet for half a second', async () => {
  const { time, projections, runs } = watched()
  for (let count = 0; count < 3; count++) {
    projections.later(room)
    await time.pass(499)
  }

  const whileTyping = runs()
  await time.pass(1)

  expect([whileTyping, runs()]).toEqual([0, 1])
})

test('[KS7] under constant typing it is drawn every five seconds', async () => {
  const { time, projections, runs } = watched()

  for (let passed = 0; passed < 10_000; passed += 100) {
    projections.later(room)
    await time.pass(100)
  }

  expect(runs()).toBe(2)
})

test('[KS7] one that fails is drawn again later and holds nobody up', async () => {
  let failures = 1
  const { time, projections, runs } = watched(async () => {
    if (failures-- > 0) throw new Error('the store is away')
  })

  projections.later(room)
  await time.pass(500)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  await time.pass(500)

  expect(runs()).toBe(2)
})

test('[KS7] one that fails because its room was lost is not drawn from that room again', async () => {
  const { time, projections, runs } = watched(async () => {
    throw new Error('the document has left memory')
  })

  projections.later({ ...room, isClosed: true } as Room)
  await time.pass(500)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  await time.pass(500)

  expect(runs()).toBe(1)
})
