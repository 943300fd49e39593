import type { WebSocket } from 'ws'
import type { Timers } from '#server/platform/timers.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import type { Carrier } from './carrier.ts'

/**
 * A socket that lost its right lives less than a second, whether or not the other side answers the close: an ending is heard of
 * 300 ms late at most, and then judged.
 */
const CUT_AFTER_MS = 500

/** A WebSocket as a session sees it. */
export function socketCarrier(socket: WebSocket, timers: Timers): Carrier {
  const isOpen = () => socket.readyState === socket.OPEN
  return {
    subprotocol: socket.protocol,
    maxFrameBytes: MAX_FRAME_BYTES,
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
    get isOpen() {
      return isOpen()
    },
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send(bytes) {
      if (isOpen()) socket.send(bytes)
    },
    close(reason) {
      socket.resume()
      socket.close(CLOSE_CODES[reason], reason)
      const cut = timers.after(CUT_AFTER_MS, () => socket.terminate())
      socket.once('close', () => cut.stop())
    },
    cut: () => socket.terminate(),
    // What was given to the network cannot be taken back; `Session.send` gives it nothing more.
    guard: () => undefined,
  }
}
