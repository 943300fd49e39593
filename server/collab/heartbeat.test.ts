import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { passingTime } from '#tests/support/passingTime.ts'
import { beat } from './heartbeat.ts'
import { SESSION_LIMITS } from './sessionLimits.ts'

/** A socket of which the other side does what the test says, looked after as time passes when the test says so. */
function aBeatingSocket() {
  const [ping, terminate] = [vi.fn(), vi.fn()]
  const { timers, pass, stop } = passingTime()
  const socket = Object.assign(new EventEmitter(), { OPEN: 1, readyState: 1, ping, terminate })
  // Of the socket nothing else is asked.
  beat(socket as unknown as WebSocket, { timers, limits: SESSION_LIMITS })
  return { socket, pass, ping, terminate, stop }
}

test.each(['pong', 'message'])('[KS16] a page of which nothing comes but %s stays', (event) => {
  const { socket, pass, ping, terminate } = aBeatingSocket()

  for (let beats = 0; beats < 9; beats++) {
    pass(SESSION_LIMITS.pingEveryMs)
    socket.emit(event)
  }

  expect([ping.mock.calls.length, terminate.mock.calls.length]).toEqual([9, 0])
})

test('[KS16] a page is cut once nothing has come for as long as it may be silent, and not before', () => {
  const { pass, ping, terminate } = aBeatingSocket()
  const { goneAfterMs } = SESSION_LIMITS

  pass(goneAfterMs - 1)
  const before = [ping.mock.calls.length, terminate.mock.calls.length]
  pass(1)

  expect([before, terminate.mock.calls.length]).toEqual([[1, 0], 1])
})

test('[KS11] a socket that has closed is looked after no more', () => {
  const { socket, stop } = aBeatingSocket()

  socket.emit('close')

  expect(stop).toHaveBeenCalled()
})
