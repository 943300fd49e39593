import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type WebSocket as ServerSocket, WebSocket, WebSocketServer } from 'ws'
import { socketCarrier } from '#server/collab/socketCarrier.ts'
import { systemTimers } from '#server/platform/timers.ts'

test('[KS9] a socket whose other side reads nothing and answers no close is gone within a second of losing its right, also at a node that hears of it by asking', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const coming = once(server, 'connection')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`)
  const [connection] = await Promise.all([coming, once(client, 'open')])
  const socket: ServerSocket = connection[0]
  client.pause()
  const carrier = socketCarrier(socket, systemTimers)

  carrier.close('accessEnded')

  const gone = carrier.closed.then(() => 'gone')
  // Another node hears of it 300 ms late at most, and judges then.
  expect(await Promise.race([gone, sleep(650, 'still there')])).toBe('gone')
  client.terminate()
  server.close()
})
