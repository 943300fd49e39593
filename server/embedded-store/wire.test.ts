import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Framer } from './wire.ts'

const BYTES = 200_000
/** What was let go is given back by another thread, in its time. */
const LOOKS = 50

/** Unit: bytes that are held on to by now. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

test('[OP2.62] a message that comes byte by byte takes no more than a few times its own room, and is read as it was sent', async () => {
  const message = Buffer.alloc(BYTES, 7)
  message.writeInt32LE(BYTES, 0)
  const framer = new Framer(() => BYTES)
  const before = heldBytes()
  // Each with memory of its own, as what is read from a socket has.
  for (const byte of message.subarray(0, -1)) framer.push(Buffer.alloc(1, byte))
  let grownBy = heldBytes() - before
  for (let look = 0; look < LOOKS && grownBy >= 10 * BYTES; look++) {
    await nextTurn()
    grownBy = heldBytes() - before
  }
  framer.push(message.subarray(-1))

  expect(grownBy).toBeLessThan(10 * BYTES)
  expect(framer.next()?.equals(message)).toBe(true)
})
