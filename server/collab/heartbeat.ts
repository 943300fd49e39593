import type { WebSocket } from 'ws'
import type { Timers } from '#server/platform/timers.ts'
import type { SessionLimits } from './sessionLimits.ts'

export interface HeartbeatPorts {
  readonly timers: Timers
  readonly limits: Pick<SessionLimits, 'pingEveryMs' | 'goneAfterMs'>
}

/** Cuts a socket whose other side is gone without a word, as after a lost network. Answers a close of the socket by stopping. */
export function beat(socket: WebSocket, { timers, limits }: HeartbeatPorts): void {
  let heardAt = timers.elapsedMs()
  const heard = () => {
    heardAt = timers.elapsedMs()
  }
  socket.on('pong', heard)
  socket.on('message', heard)
  const beating = timers.every(limits.pingEveryMs, () => {
    if (timers.elapsedMs() - heardAt >= limits.goneAfterMs) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.ping()
  })
  socket.once('close', () => beating.stop())
}
