import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { NODE_24, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { instant } from '#shared/core/time.ts'
import { giveMemoryBack } from './giveMemoryBack.ts'

const MIB = 2 ** 20
const TEN_MINUTES_MS = 600_000

interface Held {
  readonly residentMib: number
  readonly usedMib: number
  readonly loopShare: number
}

/** A process whose memory and time the test holds. Each giving back takes 70 ms and leaves 100 MiB. */
function heldProcess() {
  let [now, count] = [0, 0]
  let held: Held = { residentMib: 0, usedMib: 0, loopShare: 0 }
  let look = () => {}
  giveMemoryBack({
    memory: {
      residentBytes: () => held.residentMib * MIB,
      usedBytes: () => held.usedMib * MIB,
      loopShare: () => held.loopShare,
      giveBack() {
        count += 1
        held = { ...held, residentMib: 100 }
        now += 70
      },
    },
    clock: { now: () => instant(now) },
    timers: {
      after: () => ({ stop: () => undefined }),
      every(_milliseconds, then) {
        look = then
        return { stop: () => undefined }
      },
      elapsedMs: () => now,
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  /** How often memory has gone back by the time that it was looked at with this. */
  return (next: Held, afterMs = 80_000): number => {
    held = next
    now += afterMs
    look()
    return count
  }
}

test('[OP2.18] memory goes back when the process has grown a little while nothing happens, or much while there is time left', () => {
  const lookWhen = heldProcess()

  expect(lookWhen({ residentMib: 150, usedMib: 60, loopShare: 0.04 }), 'it climbs').toBe(0)
  expect(lookWhen({ residentMib: 154, usedMib: 60, loopShare: 0.04 }), 'after the start').toBe(1)
  expect(lookWhen({ residentMib: 107, usedMib: 60, loopShare: 0.04 }), 'little grown').toBe(1)
  expect(lookWhen({ residentMib: 108, usedMib: 60, loopShare: 0.04 }), 'enough grown').toBe(2)
  expect(lookWhen({ residentMib: 500, usedMib: 60, loopShare: 0.05 }), 'ten minutes have not passed').toBe(2)
  expect(lookWhen({ residentMib: 131, usedMib: 60, loopShare: 0.5 }, TEN_MINUTES_MS), 'not enough for that').toBe(2)
  expect(lookWhen({ residentMib: 132, usedMib: 60, loopShare: 0.5 }), 'much grown').toBe(3)
  expect(lookWhen({ residentMib: 500, usedMib: 60, loopShare: 0.9 }, TEN_MINUTES_MS), 'no time left').toBe(3)
  expect(lookWhen({ residentMib: 500, usedMib: 101, loopShare: 0.5 }), 'it would take long').toBe(3)
  expect(lookWhen({ residentMib: 500, usedMib: 101, loopShare: 0.04 }), 'and nobody would notice').toBe(4)
  expect(lookWhen({ residentMib: 500, usedMib: 60, loopShare: 0.04 }, 60_000), 'a minute after 70 ms').toBe(4)
})

/** Fills 150 MiB, lets go of them, and says how much the process holds before and after, in MiB. */
const LETS_GO = `
import { processMemory } from ${JSON.stringify(new URL('giveMemoryBack.ts', import.meta.url).href)}
await new Promise(setImmediate)
const memory = processMemory()
let held = Array.from({ length: 1_000_000 }, (_, index) => ({ index, around: [index, index + 1] }))
const filled = memory.residentBytes()
held = null
gc()
const collected = memory.residentBytes()
memory.giveBack()
console.log(JSON.stringify([filled, collected, memory.residentBytes(), memory.loopShare(), memory.usedBytes()]))`

test('[OP2.18] what V8 keeps of collected memory goes back to the system, as the server is started', () => {
  const { stdout, stderr } = spawnSync(NODE_24, [...SERVER_FLAGS, '--input-type=module', '--eval', LETS_GO], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })

  expect(stderr).toBe('')
  const [filled, collected, left, loopShare, used] = JSON.parse(stdout)
  expect(filled - left).toBeGreaterThan(80 * MIB)
  expect(collected - left, 'more than a collection alone gives').toBeGreaterThan(60 * MIB)
  expect(loopShare).toBeGreaterThan(0.5)
  expect(used).toBeLessThan(left)
})
