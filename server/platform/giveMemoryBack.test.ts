import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { NODE_24, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { instant } from '#shared/core/time.ts'
import { giveMemoryBack } from './giveMemoryBack.ts'

const MIB = 2 ** 20
const LOOK_MS = 10_000

/** A process whose memory and time the test holds. Each giving back takes 70 ms and leaves 100 MiB. */
function heldProcess() {
  let [now, resident, share, count] = [0, 150, 0, 0]
  let look = () => {}
  giveMemoryBack({
    memory: {
      residentBytes: () => resident * MIB,
      loopShare: () => share,
      giveBack() {
        count += 1
        resident = 100
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
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  return {
    count: () => count,
    lookWhen(state: { residentMib: number; loopShare: number }) {
      resident = state.residentMib
      share = state.loopShare
      now += LOOK_MS
      look()
    },
  }
}

test('[OP2.18] memory goes back when the process has grown and its loop is mostly idle, and not sooner', () => {
  const held = heldProcess()

  held.lookWhen({ residentMib: 150, loopShare: 0.9 })
  expect(held.count()).toBe(0)
  held.lookWhen({ residentMib: 150, loopShare: 0.1 })
  expect(held.count()).toBe(1)
  held.lookWhen({ residentMib: 200, loopShare: 0.1 })
  expect(held.count(), 'ten seconds after one that took 70 ms').toBe(1)
  held.lookWhen({ residentMib: 107, loopShare: 0.1 })
  expect(held.count(), 'little grown').toBe(1)
  held.lookWhen({ residentMib: 200, loopShare: 0.1 })
  expect(held.count()).toBe(2)
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
console.log(JSON.stringify([filled, collected, memory.residentBytes(), memory.loopShare()]))`

test('[OP2.18] what V8 keeps of collected memory goes back to the system, as the server is started', () => {
  const { stdout, stderr } = spawnSync(NODE_24, [...SERVER_FLAGS, '--input-type=module', '--eval', LETS_GO], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })

  expect(stderr).toBe('')
  const [filled, collected, left, loopShare] = JSON.parse(stdout)
  expect(filled - left).toBeGreaterThan(80 * MIB)
  expect(collected - left, 'more than a collection alone gives').toBeGreaterThan(60 * MIB)
  expect(loopShare).toBeGreaterThan(0.5)
})
