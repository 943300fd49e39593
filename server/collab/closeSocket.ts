import type { WebSocket } from 'ws'
import type { Timers } from '#server/platform/timers.ts'
import { CLOSE_CODES, type CloseReason } from '#shared/protocol/closeCodes.ts'

/** A socket that lost its right lives less than a second, whether or not the other side answers the close. */
const CUT_AFTER_MS = 700

/** Says why and closes; cuts when the other side does not close too. */
export function closeSocket(socket: WebSocket, reason: CloseReason, timers: Timers): void {
  socket.resume()
  socket.close(CLOSE_CODES[reason], reason)
  const cut = timers.after(CUT_AFTER_MS, () => socket.terminate())
  socket.once('close', () => cut.stop())
}
